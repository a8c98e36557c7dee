"""Let everybody of the staff see what writing words down costs, and the keepers enter it."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

KEEPERS = "돌보는 이"
GROUPS = ("글쓴이", "제주어 감수", "안전 담당", KEEPERS)


def set_groups(apps, schema_editor):
    # Permissions are usually made after all migrations have run, which is too late for us.
    config = apps.get_app_config("persona")
    config.models_module = True  # of a state app it is unset, and would say "has no models"
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    fill_groups(apps)


def fill_groups(apps):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="persona", content_type__model="transcriberprice"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        verbs = ("view", "add", "change") if group.name == KEEPERS else ("view",)
        group.permissions.add(
            *permissions.filter(codename__in=[f"{verb}_transcriberprice" for verb in verbs])
        )


class Migration(migrations.Migration):
    dependencies = [
        ("persona", "0008_transcriber_prices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(set_groups, migrations.RunPython.noop)]
