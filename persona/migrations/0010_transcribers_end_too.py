"""A table of transcribers and their ends. Everybody may look; 돌보는 이 (operators) look after it."""

import django.db.models.deletion
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


EVERYBODY = ("글쓴이", "제주어 감수", "안전 담당", "돌보는 이")
KEEPERS = "돌보는 이"


def set_groups(apps, schema_editor):
    # Permissions are usually made after all migrations have run, which is too late for us.
    config = apps.get_app_config("persona")
    config.models_module = True  # of a state app it is unset, and would say "has no models"
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    add_to_groups(apps)


def add_to_groups(apps):
    groups = apps.get_model("auth", "Group").objects
    ours = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="persona"
    )
    for name in EVERYBODY:
        group, _made = groups.get_or_create(name=name)
        group.permissions.add(ours.get(codename="view_transcriber"))
        if name == KEEPERS:
            group.permissions.add(
                ours.get(codename="add_transcriber"), ours.get(codename="change_transcriber")
            )


class Migration(migrations.Migration):

    dependencies = [
        ('persona', '0009_keepers_look_after_transcriber_prices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Transcriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider_id', models.CharField(help_text='인물의 ‘받아쓰기 모델’에 적는 이름. 예: gpt-4o-mini-transcribe', max_length=60, unique=True, verbose_name='제공사의 모델 이름')),
                ('ends_on', models.DateField(blank=True, help_text='제공사가 알린 종료일. 날마다 제공사에 물어 스스로 고쳐 적고, 90일, 30일, 7일 앞서 알려요. 이 날부터는 게시할 수 없어요.', null=True, verbose_name='끝나는 날')),
                ('told_end', models.DateField(blank=True, editable=False, null=True, verbose_name='알린 종료일')),
                ('told_days', models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='며칠 앞서')),
                ('successor', models.ForeignKey(blank=True, help_text='끝난 뒤에 쓸 모델. 초안에 넣고 자막을 본 뒤에 정해 주세요.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='persona.transcriber', verbose_name='뒤이을 모델')),
            ],
            options={
                'verbose_name': '받아쓰기 모델',
                'verbose_name_plural': '받아쓰기 모델',
                'constraints': [models.CheckConstraint(condition=models.Q(('successor__isnull', True), models.Q(('successor', models.F('pk')), _negated=True), _connector='OR'), name='persona_transcriber_is_not_its_own_successor', violation_error_message='자기 자신을 뒤이을 수는 없어요.'), models.CheckConstraint(condition=models.Q(models.Q(('told_days__isnull', True), ('told_end__isnull', True)), models.Q(('told_days__isnull', False), ('told_end__isnull', False)), _connector='OR'), name='persona_transcriber_telling_is_whole')],
            },
        ),
        migrations.RunPython(set_groups, migrations.RunPython.noop),
    ]
