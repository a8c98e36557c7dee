"""The house opens 08:00–18:00 every day, until somebody says otherwise in the admin."""

from datetime import time

from django.db import migrations


def open_the_week(apps, schema_editor):
    OpeningHours = apps.get_model("conversations", "OpeningHours")
    OpeningHours.objects.bulk_create(
        OpeningHours(weekday=weekday, opens=time(8), closes=time(18)) for weekday in range(7)
    )


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_visits_and_doors")]

    operations = [migrations.RunPython(open_the_week, migrations.RunPython.noop)]
