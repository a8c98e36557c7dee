from django.db import migrations, models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Greatest, Least


class Migration(migrations.Migration):
    """Count what writes words down, and nothing below a quiet talk.

    Rows of before keep their sums: their new columns are 0.
    """

    dependencies = [("conversations", "0010_how_it_felt")]

    operations = [
        migrations.RemoveConstraint(
            model_name="spending", name="conversations_spending_never_negative"
        ),
        # What a generated column says cannot be changed: it is made anew.
        migrations.RemoveField(model_name="spending", name="counted_units"),
        migrations.AddField(
            model_name="spending",
            name="quiet_units",
            field=models.BigIntegerField(
                db_default=0, default=0, verbose_name="알린 시간의 조용한 값"
            ),
        ),
        migrations.AddField(
            model_name="spending",
            name="transcription_units",
            field=models.BigIntegerField(db_default=0, default=0, verbose_name="받아쓰기 값"),
        ),
        migrations.AddField(
            model_name="spending",
            name="counted_units",
            field=models.GeneratedField(
                db_persist=True,
                expression=F("transcription_units")
                + F("uncovered_units")
                + Case(
                    When(reported_units=0, then=F("covered_units")),
                    default=Greatest(
                        F("quiet_units"), Least(F("reported_units"), F("covered_units"))
                    ),
                ),
                output_field=models.BigIntegerField(verbose_name="셈한 값"),
            ),
        ),
        migrations.AddConstraint(
            model_name="spending",
            constraint=models.CheckConstraint(
                name="conversations_spending_never_negative",
                condition=Q(
                    milliseconds__gte=0,
                    reported_units__gte=0,
                    covered_units__gte=0,
                    uncovered_units__gte=0,
                    quiet_units__gte=0,
                    transcription_units__gte=0,
                ),
            ),
        ),
    ]
