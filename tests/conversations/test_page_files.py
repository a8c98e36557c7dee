"""The scripts and styles of the page as production sends them: bundled, hashed, light."""

import re
from pathlib import Path

import brotli
import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from persona.models import PersonaRevision
from sarado_site.templatetags.modules import module_urls
from tests.conversations.page import config_of, get
from tests.conversations.visits import seoul

STATIC = Path(settings.BASE_DIR) / "static"
JAVASCRIPT = sorted((STATIC / "js").rglob("*.js"))
BUDGET_BYTES = 45_000


class TestModules:
    def test_come_as_one_hashed_file(
        self, client: Client, revision: PersonaRevision, hashed: Path
    ) -> None:
        page = get(client, "/").content.decode()

        scripts = re.findall(r'<script type="module" src="/static/([^"]+)">', page)
        styles = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)">', page)
        assert len(scripts) == len(styles) == 1
        for name in (*scripts, *styles):
            assert re.search(r"\.[0-9a-f]{12}\.(js|css)$", name)
            assert "import " not in (hashed / name).read_text("utf-8")

    def test_what_keeps_a_flower_comes_later_from_its_hashed_file(
        self, client: Client, revision: PersonaRevision, hashed: Path
    ) -> None:
        response = get(client, "/")
        [first] = re.findall(r'src="/static/([^"]+\.js)"', response.content.decode())
        later = config_of(response)["keepsake"].removeprefix("/static/")

        assert re.search(r"\.[0-9a-f]{12}\.js$", later)
        assert "toBlob" not in (hashed / first).read_text("utf-8")
        assert "toBlob" in (hashed / later).read_text("utf-8")
        assert "import " not in (hashed / later).read_text("utf-8")

    def test_import_map_sends_every_other_module_to_its_hashed_file(self, hashed: Path) -> None:
        imports = module_urls()

        assert set(imports) == {f"/static/{path.relative_to(STATIC)}" for path in JAVASCRIPT}
        for url in imports.values():
            assert re.search(r"\.[0-9a-f]{12}\.js$", url)
            assert (hashed / url.removeprefix("/static/")).is_file()

    def test_come_one_by_one_while_files_are_not_hashed(
        self, client: Client, revision: PersonaRevision
    ) -> None:
        assert 'src="/static/js/call/main.js"' in get(client, "/").content.decode()
        assert module_urls() == {}

    @pytest.mark.parametrize("path", JAVASCRIPT, ids=lambda path: path.name)
    def test_every_import_names_a_file_that_is_there(self, path: Path) -> None:
        source = path.read_text("utf-8")
        for specifier in re.findall(r'^import\s[^;"]*"([^"]+)";', source, re.MULTILINE):
            assert specifier.startswith((".", "..")), specifier
            assert specifier.endswith(".js"), specifier
            assert (path.parent / specifier).resolve().is_file(), specifier

    @pytest.mark.parametrize("path", JAVASCRIPT, ids=lambda path: path.name)
    def test_no_text_spans_lines(self, path: Path) -> None:
        """So that comments on lines of their own can be cut away line by line."""
        for line in path.read_text("utf-8").splitlines():
            assert line.count("`") % 2 == 0 or line.lstrip().startswith(("*", "//")), line


class TestWeight:
    @pytest.mark.parametrize(
        ("clock", "sky"),
        [("07:30", "dawn"), ("12:00", "day"), ("17:30", "dusk"), ("23:00", "night")],
    )
    @pytest.mark.django_db
    def test_page_script_and_style_stay_within_the_budget(
        self, client: Client, hashed: Path, clock: str, sky: str
    ) -> None:
        call_command("seed", verbosity=0)
        # What a page says while the house is closed weighs more than what it says at noon.
        with time_machine.travel(seoul(clock), tick=False):
            page = get(client, "/")
            packed = get(client, "/", accept_encoding="gzip, deflate, br, zstd").content
        assert f'data-sky="{sky}"' in page.content.decode()
        assert len(config_of(page)["persona"]["glossary"]) > 50, "weighed with its glossary"
        # What the page's settings only name comes later, or never.
        loaded = re.findall(
            r'(?:src|href)="/static/([^"]+\.(?:js|css|webmanifest))"', page.content.decode()
        )
        assert len(loaded) == len(set(loaded)) >= 2

        # The page is weighed as it is sent.
        weight = len(packed)
        weight += sum(len(brotli.compress((hashed / name).read_bytes())) for name in loaded)

        assert weight <= BUDGET_BYTES
