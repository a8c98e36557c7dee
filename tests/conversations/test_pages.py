"""The visitor's pages: what they hold, what they must never hold."""

import json
import re
import shutil
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.conf import settings
from django.test import Client, override_settings
from pytest_django import Settings

from conversations import wording
from conversations.pages import written
from persona.models import PersonaRevision
from sarado_site import settings as production
from tests.conversations.api import show
from tests.conversations.page import config_of, get

STATIC = Path(settings.BASE_DIR) / "static"
JAVASCRIPT = sorted((STATIC / "js").rglob("*.js"))
EN = "conversations/locale/en/LC_MESSAGES/django.mo"
HANGUL = re.compile("[\uac00-\ud7a3]")
# Hangul is data, not wording, where a module decides about what is said in Korean.
MAY_NAME_HANGUL = {"crisis.js", "gloss.js", "replay.js"}


class TestHome:
    def test_sets_no_cookie_and_is_asked_for_each_time(
        self, client: Client, revision: PersonaRevision
    ) -> None:
        response = get(client, "/")

        assert response.status_code == 200
        assert not response.cookies
        assert response["Cache-Control"] == "public, no-cache"

    def test_config_carries_the_published_persona_and_no_secret(
        self, client: Client, revision: PersonaRevision
    ) -> None:
        look = {
            "name": "번성꽃",
            "meaning": "조금씩 벋어 감",
            "colour": "#c48bd6",
            "shape": "spray",
        }
        show(revision, {**revision.visitor, "flowers": [{**look, "purpose": "막막할 때"}]})

        response = get(client, "/")
        config = config_of(response)

        assert config["api"] == {"status": "/api/status", "conversations": "/api/conversations"}
        # Without what only he is told: when to give which.
        assert config["persona"]["flowers"] == [look]
        assert config["kiosk_key"] is None
        assert config["words"] == wording.words()
        assert settings.OPENAI_API_KEY not in response.content.decode()
        # The character's orders are between us and the provider.
        assert revision.session["instructions"] not in response.content.decode()

    @pytest.mark.django_db
    def test_stands_before_the_first_publishing_with_the_numbers_that_always_hold(
        self, client: Client
    ) -> None:
        response = get(client, "/")

        assert config_of(response)["persona"]["flowers"] == []
        for number in ("109", "119", "112"):
            assert f'href="tel:{number}"' in response.content.decode()

    def test_shows_the_crisis_lines_of_the_revision(
        self, client: Client, revision: PersonaRevision
    ) -> None:
        line = {"number": "1388", "name": "청소년 상담", "for_whom": "청소년", "hours": "24시간"}
        show(revision, {**revision.visitor, "crisis_lines": [line]})

        page = get(client, "/").content.decode()

        assert 'href="tel:1388"' in page
        assert "청소년 상담" in page

    @pytest.mark.parametrize(
        "notice", ["생성형 인공지능(AI)", "미국의 OpenAI", "남기지 않아요", "만 14세", "AI 음성"]
    )
    def test_says_it_from_the_first_screen(
        self, client: Client, revision: PersonaRevision, notice: str
    ) -> None:
        page = get(client, "/").content.decode()
        shown, _for_the_script = page.split('<script id="sarado-config"')
        assert notice in shown

    @pytest.mark.parametrize("is_rehearsal", [True, False])
    def test_says_that_it_rehearses(
        self,
        client: Client,
        revision: PersonaRevision,
        settings: Settings,
        is_rehearsal: bool,
    ) -> None:
        settings.IS_REHEARSAL = is_rehearsal

        response = get(client, "/")

        assert ('data-role="rehearsal"' in response.content.decode()) is is_rehearsal
        assert config_of(response)["rehearsal"] is is_rehearsal

    def test_has_no_inline_style_or_handler(
        self, client: Client, revision: PersonaRevision
    ) -> None:
        page = get(client, "/").content.decode()

        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)

    def test_refuses_what_is_no_question(self, client: Client) -> None:
        assert client.post("/", secure=True).status_code == 405


def stamp_of(client: Client, **headers: str) -> str:
    stamp: str = config_of(get(client, "/", **headers))["stamp"]
    return stamp


class TestStamp:
    def test_changes_with_publishing_and_is_told_to_open_pages(
        self, client: Client, revision: PersonaRevision, at_noon: time_machine.Traveller
    ) -> None:
        def told() -> Any:
            at_noon.shift(timedelta(seconds=5))  # an answer is kept for a moment
            return json.loads(get(client, "/api/status").content)["stamp"]

        before, tag = stamp_of(client), get(client, "/api/status")["ETag"]
        at_noon.shift(timedelta(hours=1))

        assert told() == stamp_of(client) == before
        assert stamp_of(client, accept_language="en") == before

        show(revision, revision.visitor)
        assert told() == stamp_of(client) != before
        assert get(client, "/api/status", if_none_match=tag).status_code == 200

    def test_changes_with_the_scripts_and_styles(
        self, client: Client, revision: PersonaRevision, hashed: Path, tmp_path: Path
    ) -> None:
        before = stamp_of(client)
        manifest = json.loads((hashed / "staticfiles.json").read_text("utf-8"))
        other = tmp_path / "staticfiles.json"
        other.write_text(json.dumps(manifest | {"hash": "0" * 12}), "utf-8")

        with override_settings(STATIC_ROOT=tmp_path, STORAGES=dict(production.STORAGES)):
            assert stamp_of(client) != before
        assert stamp_of(client) == before

    @pytest.mark.parametrize("name", ["templates/conversations/garden.html", EN])
    @pytest.mark.usefixtures("revision", "hashed")
    def test_changes_with_a_release_of_words_alone(
        self, client: Client, tmp_path: Path, name: str
    ) -> None:
        before = stamp_of(client)
        for folder in ("templates", "conversations/locale"):
            shutil.copytree(Path(settings.BASE_DIR) / folder, tmp_path / folder)

        with override_settings(BASE_DIR=tmp_path):
            assert stamp_of(client) == before
        (tmp_path / name).write_text("109", "utf-8")
        written.cache_clear()
        with override_settings(BASE_DIR=tmp_path):
            assert stamp_of(client) != before

    @pytest.mark.django_db
    def test_stands_before_the_first_publishing(self, client: Client) -> None:
        assert json.loads(get(client, "/api/status").content)["stamp"] == stamp_of(client)


class TestGlossary:
    def test_carries_words_with_meanings_and_leaves_out_what_no_caption_shows(
        self, client: Client, revision: PersonaRevision
    ) -> None:
        ending = {"phrase": "-ㅂ서", "old_spelling": "", "standard_korean": "-세요", "english": "x"}
        word = {"phrase": "하영", "old_spelling": "", "standard_korean": "많이", "english": "many"}
        show(revision, {**revision.visitor, "glossary": [ending, word]})

        assert config_of(get(client, "/"))["persona"]["glossary"] == [
            {"phrase": "하영", "old_spelling": "", "standard_korean": "많이"}
        ]


@pytest.mark.django_db
class TestKiosk:
    def test_opens_with_its_key(self, client: Client) -> None:
        response = get(client, "/kiosk/?key=kiosk-key-for-tests")

        assert response.status_code == 200
        assert config_of(response)["kiosk_key"] == "kiosk-key-for-tests"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies

    def test_speaks_another_language_and_stays_a_kiosk(
        self, client: Client, settings: Settings
    ) -> None:
        settings.KIOSK_KEYS = [key := 'k/+&=?" 열쇠']
        page = get(client, f"/kiosk/?{urlencode({'key': key})}").content.decode()

        links = [unescape(link) for link in re.findall(r'href="([^"]+)" lang="', page)]

        assert len(links) == len(settings.LANGUAGES)
        for link in links:
            response = get(client, f"/kiosk/{link}")
            code = link.rpartition("=")[2]
            assert response.status_code == 200
            assert f'<html lang="{code}"' in response.content.decode()
            assert config_of(response)["kiosk_key"] == key

    def test_names_its_key_in_the_links_of_its_own_page_alone(self, client: Client) -> None:
        key = "kiosk-key-for-tests"
        page = get(client, f"/kiosk/?key={key}").content.decode()

        named = re.findall(rf'[^"]*{key}[^"]*', page)

        assert [link for link in named if link != key] == [
            f"?key={key}&amp;lang={code}" for code, _name in settings.LANGUAGES
        ]
        assert key not in get(client, f"/?key={key}").content.decode()

    @pytest.mark.parametrize("query", ["", "?key=", "?key=wrong", "?key=%EC%97%B4%EC%87%A0"])
    def test_stays_shut_without(self, client: Client, query: str) -> None:
        response = get(client, f"/kiosk/{query}")

        assert response.status_code == 403
        assert "sarado-config" not in response.content.decode()

    def test_stays_shut_when_there_is_no_key_at_all(
        self, client: Client, settings: Settings
    ) -> None:
        settings.KIOSK_KEYS = []

        assert get(client, "/kiosk/?key=").status_code == 403


class TestWords:
    def test_javascript_says_nothing_to_visitors_by_itself(self) -> None:
        def code(path: Path) -> str:
            without_blocks = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
            return re.sub(r"^\s*//.*$", "", without_blocks, flags=re.MULTILINE)

        speaking = {path.name for path in JAVASCRIPT if HANGUL.search(code(path))}

        assert speaking <= MAY_NAME_HANGUL

    def test_every_sentence_is_there_and_korean(self) -> None:
        for key, sentence in wording.words().items():
            assert HANGUL.search(sentence), key

    def test_every_phase_floor_and_microphone_trouble_has_words(self) -> None:
        types = (STATIC / "js/call/types.d.ts").read_text("utf-8")

        def members(name: str) -> set[str]:
            found = re.search(rf"export type {name} =(.*?);", types, re.DOTALL)
            assert found
            return set(re.findall(r'"([^"]+)"', found[1]))

        words = wording.words()
        # A planned new call and the goodbye are told by whose turn it is.
        assert members("Phase") - {"live", "rolling-over", "saying-goodbye"} <= set(words)
        assert members("Floor") <= set(words)
        troubles = members("Microphone") - {"none", "pending", "ready"}
        assert {f"trouble_{trouble}" for trouble in troubles} <= set(words)

    def test_every_failure_the_page_names_has_words(self) -> None:
        view_model = (STATIC / "js/call/view-model.js").read_text("utf-8")
        found = re.search(r"OWN_WORDS = new Set\(\[(.*?)\]\)", view_model, re.DOTALL)
        assert found

        for code in re.findall(r'"([^"]+)"', found[1]):
            assert f"failed_{code}" in wording.words()


class TestErrorPages:
    @pytest.mark.django_db
    def test_a_lost_visitor_is_told_so_in_korean(self, client: Client) -> None:
        response = get(client, "/nowhere/")

        assert response.status_code == 404
        assert "이 길에는 꽃이 없어요" in response.content.decode()
        assert 'href="tel:109"' in response.content.decode()
