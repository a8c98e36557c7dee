"""돌보는 이 (operators) may read what visits cost."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

KEEPERS = "돌보는 이"


def let_keepers_see(apps, schema_editor):
    # Permissions are usually made after all migrations have run, which is too late for us.
    config = apps.get_app_config("conversations")
    config.models_module = True  # of a state app it is unset, and would say "has no models"
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="conversations", codename="view_spending"
    )
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=KEEPERS)
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("conversations", "0008_who_lifted_a_hold")]

    operations = [migrations.RunPython(let_keepers_see, migrations.RunPython.noop)]
