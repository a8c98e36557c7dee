"""Let the database itself refuse to change a published revision.

A rule in Python would be passed by `update()`, by a shell and by another program. Deleting stays
possible: a persona that was a mistake can be removed whole.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = [
    """
    CREATE TRIGGER persona_personarevision_never_changes
    BEFORE UPDATE ON persona_personarevision
    BEGIN
        SELECT RAISE(ABORT, 'a published revision never changes');
    END
    """,
]
_SQLITE_BACK = ["DROP TRIGGER IF EXISTS persona_personarevision_never_changes"]

_POSTGRESQL = [
    """
    CREATE FUNCTION persona_personarevision_refuse_update() RETURNS trigger AS $$
    BEGIN
        RAISE EXCEPTION 'a published revision never changes'
            USING ERRCODE = 'restrict_violation';
    END
    $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER persona_personarevision_never_changes
    BEFORE UPDATE ON persona_personarevision
    FOR EACH ROW EXECUTE FUNCTION persona_personarevision_refuse_update()
    """,
]
_POSTGRESQL_BACK = [
    "DROP TRIGGER IF EXISTS persona_personarevision_never_changes ON persona_personarevision",
    "DROP FUNCTION IF EXISTS persona_personarevision_refuse_update()",
]


def make_trigger(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, {"sqlite": _SQLITE, "postgresql": _POSTGRESQL})


def drop_trigger(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(schema_editor, {"sqlite": _SQLITE_BACK, "postgresql": _POSTGRESQL_BACK})


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: dict[str, list[str]]) -> None:
    # A KeyError names a database for which nobody has written the trigger yet.
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("persona", "0001_persona_and_its_words")]

    operations = [migrations.RunPython(make_trigger, drop_trigger)]
