import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("persona", "0004_drafts_are_kept_and_revisions_say_more")]

    operations = [
        migrations.RemoveConstraint(
            model_name="voicemodelprice", name="persona_voicemodelprice_one_per_day"
        ),
        migrations.AddField(
            model_name="voicemodelprice",
            name="effective_from",
            field=models.TimeField(
                default=datetime.time.min,
                help_text="서울 시각. 제공사가 하루 가운데 값을 바꾸면 그 시각을 적어요.",
                verbose_name="적용 시작 시각",
            ),
        ),
        migrations.AddConstraint(
            model_name="voicemodelprice",
            constraint=models.UniqueConstraint(
                fields=("model", "effective_on", "effective_from"),
                name="persona_voicemodelprice_one_per_instant",
                violation_error_message="이 모델에는 같은 때 시작하는 값이 이미 있어요.",
            ),
        ),
    ]
