"""The admin speaks Korean everywhere, whatever the browser prefers, in our words where Django's
are awkward."""

import json
import re
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.test import Client

from tests.persona.factories import make_live_revision

OURS = Path(settings.BASE_DIR) / "sarado_site" / "locale" / "ko" / "LC_MESSAGES"
THEIRS = Path(django.__file__).parent / "contrib"
_ENTRY = re.compile(r'^msgid ((?:"[^\n]*"\n)+)', re.MULTILINE)


def messages(file: Path) -> set[str]:
    text = file.read_text("utf-8")
    joined = {"".join(re.findall(r'"(.*)"', one)) for one in _ENTRY.findall(text)}
    return joined - {""}


@pytest.mark.parametrize("name", ["django", "djangojs"])
def test_what_we_say_otherwise_is_still_said_by_django(name: str) -> None:
    said = {
        message
        for app in ("admin", "auth")
        for file in (THEIRS / app / "locale/ko/LC_MESSAGES").glob(f"{name}.po")
        for message in messages(file)
    }

    assert messages(OURS / f"{name}.po") <= said


@pytest.mark.django_db
@pytest.mark.parametrize("preferred", ["en-US,en", "ja"])
def test_staff_read_korean_whatever_their_browser_prefers(
    admin_client: Client, preferred: str
) -> None:
    headers = {"accept-language": preferred}

    front = admin_client.get("/admin/", headers=headers).content.decode()
    script = admin_client.get("/admin/jsi18n/", headers=headers).content.decode()

    assert '<html lang="ko"' in front
    assert "최근에 한 일" in front
    assert "직원과 권한" in front
    assert json.dumps("서울 시각으로 적어 주세요.")[1:-1] in script


@pytest.mark.django_db
def test_hours_are_written_as_on_the_doors(admin_client: Client) -> None:
    revision = make_live_revision()

    page = admin_client.get(
        f"/admin/persona/personarevision/{revision.pk}/change/"
    ).content.decode()

    assert "2026년 11월 23일 12:00" in page
