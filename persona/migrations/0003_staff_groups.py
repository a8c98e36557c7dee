"""Make the three groups of staff: who writes, who looks after the house, who keeps people safe."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WRITERS = "글쓴이"
KEEPERS = "돌보는 이"
SAFETY = "안전 담당"

_CONTENT = ("instructionsection", "jejuphrase", "flower", "crisisline")
_MODELS = ("persona", *_CONTENT, "voicemodel", "voicemodelprice", "personarevision")
_VIEW = [f"view_{model}" for model in _MODELS]

CODENAMES = {
    WRITERS: [
        *_VIEW,
        "change_persona",
        *(f"{verb}_{model}" for model in _CONTENT for verb in ("add", "change", "delete")),
        "publish_persona",
    ],
    KEEPERS: _VIEW,
    SAFETY: [
        *_VIEW,
        "change_persona",
        "add_instructionsection",
        "change_instructionsection",
        "delete_instructionsection",
        "add_crisisline",
        "change_crisisline",
        "publish_persona",
        "edit_protected_sections",
    ],
}


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make each group with its permissions; a group of that name keeps what it has besides."""
    _make_permissions(apps)
    fill_groups(apps)


def fill_groups(apps: Apps) -> None:
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for name, codenames in CODENAMES.items():
        group, _made = group_model.objects.get_or_create(name=name)
        permissions = permission_model.objects.filter(
            content_type__app_label="persona", codename__in=codenames
        )
        if permissions.count() != len(codenames):
            raise RuntimeError(f"Not every permission of {name} exists.")
        group.permissions.add(*permissions)


def drop_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=CODENAMES).delete()


def _make_permissions(apps: Apps) -> None:
    # Permissions are usually made after all migrations have run, which is too late for us.
    config = apps.get_app_config("persona")
    config.models_module = True  # of a state app it is unset, and would say "has no models"
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("persona", "0002_revisions_never_change"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, drop_groups)]
