"""A published revision never changes, on either database, whoever asks."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from persona.compile import fingerprint
from persona.models import PersonaRevision
from tests.on_sqlite import seeded_house
from tests.persona.factories import make_live_revision


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house of one's own: migrated and seeded in another process, as `make run` does."""
    return seeded_house(tmp_path_factory.mktemp("house"))


@pytest.mark.django_db
class TestOnPostgreSQL:
    def test_the_tests_really_run_there(self) -> None:
        assert connection.vendor == "postgresql"

    @pytest.mark.parametrize("change", [{"note": "고침"}, {"session": {}}, {"number": 9}])
    def test_update_is_refused(self, change: dict[str, object]) -> None:
        revision = make_live_revision()

        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            PersonaRevision.objects.filter(pk=revision.pk).update(**change)

        assert PersonaRevision.objects.get().sha256 == revision.sha256

    def test_save_is_refused(self) -> None:
        revision = make_live_revision()
        revision.note = "고침"

        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            revision.save()

    def test_sql_is_refused(self) -> None:
        make_live_revision()

        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("UPDATE persona_personarevision SET sha256 = sha256")


class TestOnSQLite:
    def test_update_is_refused(self, database: Path) -> None:
        with closing(sqlite3.connect(database)) as house:
            before = house.execute("SELECT number, sha256 FROM persona_personarevision").fetchall()
            with pytest.raises(sqlite3.IntegrityError, match="never changes"):
                house.execute("UPDATE persona_personarevision SET note = 'x'")
            house.rollback()
            after = house.execute("SELECT number, sha256 FROM persona_personarevision").fetchall()

        assert before == after
        assert [number for number, _sha in after] == [1]

    def test_the_seeded_revision_is_the_one_postgresql_makes(
        self, database: Path, db: None
    ) -> None:
        from django.core.management import call_command

        call_command("seed", verbosity=0)
        with closing(sqlite3.connect(database)) as house:
            (sha256,) = house.execute("SELECT sha256 FROM persona_personarevision").fetchone()
        here = PersonaRevision.objects.get()

        assert sha256 == here.sha256
        assert here.sha256 == fingerprint({"session": here.session, "visitor": here.visitor})

    def test_the_groups_are_there_after_migrating(self, database: Path) -> None:
        with closing(sqlite3.connect(database)) as house:
            names = {name for (name,) in house.execute("SELECT name FROM auth_group")}

        assert names >= {"글쓴이", "돌보는 이", "안전 담당"}
