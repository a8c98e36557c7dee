"""Keep every saved draft; let a revision hold its source, what it went back to, what was overridden.

On SQLite a changed table is made anew and its triggers are gone, so the one that keeps revisions
from changing is made again, whichever way the migration runs.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_TRIGGER = """
CREATE TRIGGER IF NOT EXISTS persona_personarevision_never_changes
BEFORE UPDATE ON persona_personarevision
BEGIN
    SELECT RAISE(ABORT, 'a published revision never changes');
END
"""


def make_trigger_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(_TRIGGER)


class Migration(migrations.Migration):

    dependencies = [
        ('persona', '0003_staff_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, make_trigger_again),
        migrations.AlterModelOptions(
            name='persona',
            options={'permissions': [('publish_persona', '인물을 게시할 수 있음'), ('revert_persona', '앞선 판으로 되돌릴 수 있음'), ('hear_draft', '초안을 들어 볼 수 있음'), ('edit_protected_sections', '보호된 지시문을 고칠 수 있음')], 'verbose_name': '인물', 'verbose_name_plural': '인물'},
        ),
        migrations.AddField(
            model_name='personarevision',
            name='overridden',
            field=models.JSONField(blank=True, default=list, verbose_name='넘어간 경고'),
        ),
        migrations.AddField(
            model_name='personarevision',
            name='override_reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='넘어간 까닭'),
        ),
        migrations.AddField(
            model_name='personarevision',
            name='reverted_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='persona.personarevision', verbose_name='되돌린 판'),
        ),
        migrations.AddField(
            model_name='personarevision',
            name='source',
            field=models.JSONField(blank=True, null=True, verbose_name='원고'),
        ),
        migrations.AlterField(
            model_name='personarevision',
            name='number',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='판'),
        ),
        migrations.CreateModel(
            name='DraftVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='초안')),
                ('source', models.JSONField(verbose_name='원고')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='남긴 말')),
                ('saved_at', models.DateTimeField(verbose_name='저장한 때')),
                ('persona', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draft_versions', to='persona.persona', verbose_name='인물')),
                ('saved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='저장한 이')),
            ],
            options={
                'verbose_name': '초안 기록',
                'verbose_name_plural': '초안 기록',
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('persona', 'number'), name='persona_draftversion_one_per_number')],
            },
        ),
        migrations.RunPython(make_trigger_again, migrations.RunPython.noop),
    ]
