"""The pages a visitor opens. They set no cookie and are never kept unasked."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conversations import wording
from conversations.house import House, house
from conversations.models import Conversation
from conversations.sky import sky_of
from conversations.status import status_document
from persona.compile import TRANSLATED
from persona.models import PersonaRevision
from persona.published import live_revision
from sarado_site.for_anyone import for_anyone

_API = {"status": "/api/status", "conversations": "/api/conversations"}
_CALLS = urlsplit(settings.REALTIME_CALLS_URL)
_NOBODY: dict[str, Any] = {"flowers": [], "glossary": [], "crisis_lines": []}
_WHERE_TO_TAP = ("refused-ios", "refused-android", "sound-ios", "sound-android")
_LAYERS = ("far", "middle", "field", "keeper", "blooms")
_WRITTEN = ("templates/*.html", "templates/conversations/*.html", "conversations/locale/*/*/*.mo")
_HOUSE_FACTS = ("open", "opens_at", "closes_at", "last_admission_at", "message")
# The other languages are written in the device's own letters.
_FIRST_LETTERS = {
    "ko": ("garden-first", "garden-first-bold"),
    "en": ("garden-latin", "garden-latin-bold"),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return for_anyone(request, _garden(request, kiosk_key=None))


@require_safe
def kiosk(request: HttpRequest) -> HttpResponse:
    """Show the unattended page to a device that knows one of the kiosk keys."""
    key = request.GET.get("key", "")
    if not any(constant_time_compare(key, known) for known in settings.KIOSK_KEYS):
        return render(request, "conversations/kiosk_refused.html", status=403)
    response = _garden(request, kiosk_key=key)
    # The address carries the key: no link followed from here may pass it on.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _garden(request: HttpRequest, *, kiosk_key: str | None) -> HttpResponse:
    place, revision = house(now=timezone.now()), live_revision()
    context = garden_context(revision, place, api=_API, kiosk_key=kiosk_key)
    context["config"] |= {"house": (said := _house_facts(place)), "stamp": page_stamp(revision)}
    context |= {"closed": not place.admits, "message": said["message"]}
    response = render(request, "conversations/garden.html", context)
    response["Cache-Control"] = "no-cache"
    return response


def garden_context(
    revision: PersonaRevision | None,
    place: House,
    *,
    api: dict[str, str],
    kiosk_key: str | None,
) -> dict[str, Any]:
    """Return what the garden's template needs. `api` says where the page's requests go."""
    persona = persona_shown(revision)
    words = wording.words()
    sky = sky_of(place)
    letters = _FIRST_LETTERS.get(get_language() or settings.LANGUAGE_CODE, ())
    return {
        "config": {
            "api": api,
            "provider": f"{_CALLS.scheme}://{_CALLS.netloc}",
            "danger_words": static("words/danger.txt"),
            "keepsake": static("js/keepsake/main.js"),
            "kiosk_key": kiosk_key,
            "rehearsal": settings.IS_REHEARSAL,
            "ice_servers": settings.REALTIME_ICE_SERVERS,
            # The lines stand in the page itself, where they work without its script.
            "persona": {name: persona[name] for name in persona if name != "crisis_lines"},
            "words": words,
            "house": None,
            "stamp": "",
        },
        "words": words,
        "crisis_lines": persona["crisis_lines"],
        "rehearsal": settings.IS_REHEARSAL,
        "mending_pictures": [
            {"name": name, "url": static(f"pictures/where/{name}.svg")} for name in _WHERE_TO_TAP
        ],
        "feelings": Conversation.Feeling.choices,
        "first_letters": [static(f"fonts/{name}.woff2") for name in letters],
        "languages": settings.LANGUAGES,
        "sky": sky,
        "sky_pictures": [static(f"pictures/{layer}-{sky}.svg") for layer in _LAYERS],
    }


def persona_shown(revision: PersonaRevision | None) -> dict[str, Any]:
    """Return what a page carries of a revision, in the visitor's language."""
    visitor: dict[str, Any] = revision.visitor if revision else _NOBODY
    lines = visitor["crisis_lines"]
    # Only what the page uses: the rest of the revision is not everybody's business.
    return {
        "flowers": [_flower(row) for row in visitor["flowers"]],
        "glossary": _gloss_rows(visitor["glossary"]),
        "crisis_lines": [_in_language(row, TRANSLATED["crisis_lines"]) for row in lines],
    }


def page_stamp(revision: PersonaRevision | None) -> str:
    """Return what changes whenever a page would: the live revision, scripts, styles and words.

    A page left open compares its own with the one that `/api/status` tells.
    """
    # While developing (DEBUG) files are not hashed, and whoever changes one loads it himself.
    build = getattr(staticfiles_storage, "manifest_hash", "")
    if build:
        build = sha256(f"{build}{written(Path(settings.BASE_DIR))}".encode()).hexdigest()[:12]
    return f"{revision.pk if revision else 0}.{build}"


@lru_cache(maxsize=2)
def written(base: Path) -> str:
    """Return what changes with the words of pages, read once: of templates and of catalogues.

    The Korean words that stand in code are what the catalogues are keyed by.
    """
    digest = sha256()
    for pattern in _WRITTEN:
        for path in sorted(base.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _house_facts(place: House) -> dict[str, Any]:
    """What the page shows of the house before it has asked; the rest changes too often to cache."""
    document = status_document(place, seats_free=1)
    return {name: document[name] for name in _HOUSE_FACTS}


def _in_language(row: dict[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """What an editor wrote, in the visitor's language where the catalogue has it."""
    return {**row, **{name: _(row[name]) for name in names if row.get(name)}}


def _flower(row: dict[str, str]) -> dict[str, str]:
    """Keep what the card shows. The name stays as he says it; beside it stands what it means."""
    said = _in_language(row, TRANSLATED["flowers"])
    shown = {name: said[name] for name in ("meaning", "colour", "shape")} | {"name": row["name"]}
    return shown if said["name"] == row["name"] else {**shown, "gloss": said["name"]}


def _gloss_rows(glossary: list[dict[str, str]]) -> list[dict[str, str]]:
    """Keep what a caption can carry: words with a meaning, in English too for who reads no Korean.

    Endings (written with a leading hyphen) never stand by themselves in a sentence.
    """
    names: tuple[str, ...] = ("phrase", "old_spelling", "standard_korean")
    if get_language() != settings.LANGUAGE_CODE:
        names = (*names, "english")
    return [
        {name: row.get(name, "") for name in names}
        for row in glossary
        if not row["phrase"].startswith("-")
    ]
