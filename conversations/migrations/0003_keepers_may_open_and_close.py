"""돌보는 이 (operators) may set hours, special days and overrides, and read what happened."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

KEEPERS = "돌보는 이"
CODENAMES = [
    *(
        f"{verb}_{model}"
        for model in ("openinghours", "specialday")
        for verb in ("add", "change", "delete", "view")
    ),
    "add_override",
    "view_override",
    "view_housestate",
    "view_conversation",
    "view_call",
]


def let_keepers_in(apps, schema_editor):
    # Permissions are usually made after all migrations have run, which is too late for us.
    config = apps.get_app_config("conversations")
    config.models_module = True  # of a state app it is unset, and would say "has no models"
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="conversations", codename__in=CODENAMES
    )
    if permissions.count() != len(CODENAMES):
        raise RuntimeError(f"Not every permission of {KEEPERS} exists.")
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=KEEPERS)
    group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_first_opening_hours"),
        ("persona", "0003_staff_groups"),
    ]

    operations = [migrations.RunPython(let_keepers_in, migrations.RunPython.noop)]
