"""Give each group of staff exactly the permissions of its task, and Jeju reviewers a group.

Content editors (글쓴이) write and publish; reviewers (제주어 감수) say which Jeju is right; safety
(안전 담당) changes what guards people; operators (돌보는 이) look after voice models and their
prices. Permissions of other apps that a group holds are left alone.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

WRITERS = "글쓴이"
REVIEWERS = "제주어 감수"
SAFETY = "안전 담당"
KEEPERS = "돌보는 이"

_VIEW = [
    f"view_{model}"
    for model in (
        "persona",
        "instructionsection",
        "jejuphrase",
        "flower",
        "crisisline",
        "voicemodel",
        "voicemodelprice",
        "voicemodelwarning",
        "personarevision",
        "draftversion",
    )
]


def _all_of(*models):
    return [f"{verb}_{model}" for model in models for verb in ("add", "change", "delete")]


CODENAMES = {
    WRITERS: [
        *_VIEW,
        "change_persona",
        *_all_of("instructionsection", "jejuphrase", "flower"),
        "publish_persona",
        "revert_persona",
        "hear_draft",
    ],
    REVIEWERS: [*_VIEW, "change_jejuphrase", "review_jejuphrase", "hear_draft"],
    SAFETY: [
        *_VIEW,
        "change_persona",
        *_all_of("instructionsection", "crisisline"),
        "edit_protected_sections",
        "publish_persona",
        "revert_persona",
        "hear_draft",
    ],
    KEEPERS: [*_VIEW, "change_voicemodel", "add_voicemodel", "add_voicemodelprice",
              "change_voicemodelprice"],
}


def set_groups(apps, schema_editor):
    # Permissions are usually made after all migrations have run, which is too late for us.
    config = apps.get_app_config("persona")
    config.models_module = True  # of a state app it is unset, and would say "has no models"
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    fill_groups(apps)


def fill_groups(apps):
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    ours = permission_model.objects.filter(content_type__app_label="persona")
    for name, codenames in CODENAMES.items():
        group, _made = group_model.objects.get_or_create(name=name)
        wanted = ours.filter(codename__in=codenames)
        if wanted.count() != len(codenames):
            raise RuntimeError(f"Not every permission of {name} exists.")
        group.permissions.remove(*ours.exclude(codename__in=codenames))
        group.permissions.add(*wanted)


class Migration(migrations.Migration):
    dependencies = [
        ("persona", "0006_words_are_reviewed_and_models_succeeded"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(set_groups, migrations.RunPython.noop)]
