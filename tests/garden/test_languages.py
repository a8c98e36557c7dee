"""Every word a visitor can meet, in each language of the site."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from conversations import wording
from conversations.status import spoken_time
from persona import actions
from persona.models import CrisisLine, Persona
from sarado_site.language import language_of
from sarado_site.problems import KINDS
from tests.persona.factories import make_live_revision

LOCALE = Path(settings.BASE_DIR) / "conversations" / "locale"
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
FOREIGN = ("en", "ja", "zh-hans")
# Told to the character and not to the visitor.
INSTRUCTIONS = {"cut_short", "goodbye_instructions"}


class Texts(HTMLParser):
    """Collects what a page says: its text, and the attributes that are read aloud or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.korean: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._inside.append(tag if values.get("lang") != "ko" else "ko")
        shown = ("aria-label", "alt", "placeholder", "data-seal", "title")
        self.said += [values[name] or "" for name in shown if name in values]
        if tag == "meta":
            self.said.append(values.get("content") or "")
            self._inside.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._inside:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        inside = self._inside[-1] if self._inside else ""
        if inside == "ko":
            self.korean.append(data.strip())
        elif inside != "script":
            self.said.append(data)


def said_on(page: str) -> list[str]:
    texts = Texts()
    texts.feed(page)
    return [text.strip() for text in texts.said if text.strip()]


def marked_korean_on(page: str) -> list[str]:
    texts = Texts()
    texts.feed(page)
    return [text for text in texts.korean if text]


def config_of(page: str) -> dict[str, Any]:
    config: dict[str, Any] = json.loads(
        page.split('<script id="sarado-config" type="application/json">')[1].split("</script>")[0]
    )
    return config


def texts_in(value: object, way: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a JSON document, with the names of the fields on the way to it."""
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts_in(part, f"{way}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part, way)


@pytest.mark.django_db
@pytest.mark.parametrize("language", FOREIGN)
class TestPages:
    def test_the_garden_leaves_nothing_untranslated(self, client: Client, language: str) -> None:
        call_command("seed", verbosity=0)

        response = client.get("/", {"lang": language}, secure=True)
        page = response.content.decode()

        assert f'<html lang="{language}"' in page
        assert response["Content-Language"] == language
        assert [text for text in said_on(page) if HANGUL.search(text)] == []
        # The way back to Korean is the one thing said in it.
        assert marked_korean_on(page) == ["한국어"]

    def test_nor_do_the_settings_that_the_scripts_speak_from(
        self, client: Client, language: str
    ) -> None:
        call_command("seed", verbosity=0)

        config = config_of(client.get("/", {"lang": language}, secure=True).content.decode())

        korean = {way for way, text in texts_in(config) if HANGUL.search(text)}
        assert korean == {f".words.{name}" for name in INSTRUCTIONS} | {
            # What is explained, not what explains it.
            ".persona.flowers.name",
            ".persona.glossary.phrase",
            ".persona.glossary.old_spelling",
            ".persona.glossary.standard_korean",
        }
        flowers, glossary = config["persona"]["flowers"], config["persona"]["glossary"]
        assert len({flower["gloss"] for flower in flowers}) == len(flowers) == 11
        assert all(row["english"] for row in glossary)

    def test_what_nobody_translated_is_marked_as_korean(
        self, client: Client, language: str
    ) -> None:
        make_live_revision()
        CrisisLine.objects.update(name="<마음> 전화")
        actions.publish(persona=Persona.objects.get(), by=None, note="", now=timezone.now())

        page = client.get("/", {"lang": language}, secure=True).content.decode()
        home = client.get("/", {"lang": "ko"}, secure=True).content.decode()

        assert marked_korean_on(page) == ["<마음> 전화", "한국어"]
        assert "<마음> 전화" in said_on(home)

    @pytest.mark.parametrize("path", ["/nowhere/", "/kiosk/"])
    def test_so_do_the_pages_that_only_say_something(
        self, client: Client, language: str, path: str
    ) -> None:
        page = client.get(path, {"lang": language}, secure=True).content.decode()

        assert [text for text in said_on(page) if HANGUL.search(text)] == []

    def test_words_of_the_scripts_are_translated(self, language: str) -> None:
        with translation.override(language):
            words = wording.words()

        korean = {key for key, sentence in words.items() if HANGUL.search(sentence)}
        assert korean == INSTRUCTIONS

    def test_places_to_fill_in_stay(self, language: str) -> None:
        with translation.override("ko"):
            original = wording.words()
        with translation.override(language):
            words = wording.words()

        for key, sentence in words.items():
            assert re.findall(r"\{\w+\}", sentence) == re.findall(r"\{\w+\}", original[key]), key

    def test_problems_are_told_in_it(self, client: Client, language: str) -> None:
        refused = client.post(
            "/api/conversations", "nonsense", "application/json", secure=True,
            headers={"referer": f"https://testserver/?lang={language}"},
        )  # fmt: skip

        problem = json.loads(refused.content)
        assert problem["code"] == "bad_request"
        assert not HANGUL.search(problem["detail"])

    def test_so_is_every_kind_of_problem(self, language: str) -> None:
        with translation.override(language):
            told = {code: str(kind.detail) for code, kind in KINDS.items()}

        assert [code for code, detail in told.items() if HANGUL.search(detail)] == []


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("ko", "내일 오전 8시 30분"),
        ("en", "tomorrow at 8:30 a.m."),
        ("ja", "明日午前8時30分"),
        ("zh-hans", "明天上午8点30分"),
    ],
)
def test_an_hour_is_said_as_one_says_it_there(language: str, spoken: str) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    with translation.override(language):
        assert spoken_time(now + timedelta(hours=11, minutes=30), now) == spoken


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("ko", "내일 0시"),
        ("en", "tomorrow at 12 a.m."),
        ("ja", "明日午前0時"),
        ("zh-hans", "明天0点"),
    ],
)
def test_midnight_is_not_taken_for_noon(language: str, spoken: str) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    with translation.override(language):
        assert spoken_time(now + timedelta(hours=3), now) == spoken


class TestChoice:
    @pytest.mark.parametrize(
        ("address", "headers", "language"),
        [
            ("/", {}, "ko"),
            ("/", {"accept-language": "en-US,en;q=0.9"}, "en"),
            ("/", {"accept-language": "ja"}, "ja"),
            ("/", {"accept-language": "zh-CN"}, "zh-hans"),
            ("/", {"accept-language": "fr"}, "ko"),
            ("/?lang=en", {"accept-language": "ja"}, "en"),
            ("/?lang=zh", {}, "zh-hans"),
            ("/?lang=xx", {"accept-language": "ja"}, "ja"),
            ("/api/status", {"referer": "https://h/?lang=ja", "accept-language": "en"}, "ja"),
        ],
    )
    def test_address_then_page_then_browser(
        self, address: str, headers: dict[str, str], language: str
    ) -> None:
        request: HttpRequest = RequestFactory().get(address, headers=headers)

        assert language_of(request) == language

    @pytest.mark.django_db
    def test_sets_no_cookie_and_leaves_the_staff_in_korean(self, client: Client) -> None:
        assert not client.get("/?lang=en", secure=True).cookies
        admin = client.get("/admin/login/?lang=en", secure=True, headers={"accept-language": "en"})

        assert '<html lang="ko"' in admin.content.decode()


class TestCatalogues:
    @pytest.mark.parametrize("code", ["en", "ja", "zh_Hans"])
    def test_the_compiled_one_says_what_the_written_one_says(self, code: str) -> None:
        folder = LOCALE / code / "LC_MESSAGES"
        written = (folder / "django.po").read_text("utf-8")
        sentences = re.findall(r'^msgid ((?:"[^\n]*"\n)+)msgstr ((?:"[^\n]*"\n)+)', written, re.M)
        language = translation.to_language(code)

        assert len(sentences) > 150
        with translation.override(language):
            for original, translated in sentences:
                source, wanted = (
                    "".join(json.loads(line) for line in text.splitlines())
                    for text in (original, translated)
                )
                if source:
                    assert wanted
                    assert translation.gettext(source) == wanted
