"""A hearing is a conversation of staff with a draft: counted apart from visits."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0004_measured_turns'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversation',
            name='is_hearing',
            field=models.BooleanField(default=False, help_text='직원이 초안을 들어 본 것. 손님과 따로 셉니다.', verbose_name='들어보기'),
        ),
    ]
