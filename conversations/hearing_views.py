"""The room where staff listen to a draft: its page, and its own door under /api/.

Everything after the door (further secrets, heartbeat, goodbye) is the visitor's contract.
"""

import logging
from functools import wraps
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conversations.accounts import prices_of, transcriber_prices_of
from conversations.hearings import HEAR, begin_hearing, issue_key, read_key
from conversations.house import House, house
from conversations.money import USAGE_KINDS, price_at
from conversations.pages import garden_context
from conversations.realtime import realtime_client
from conversations.schedule import Verdict
from conversations.status import status_document
from conversations.views import View, api, begun_document, client_hash
from persona.compile import CompileRefused, compile_persona
from persona.drafting import read_draft
from persona.models import Persona, PersonaRevision
from persona.published import transcriber
from sarado_site.problems import Problem

logger = logging.getLogger(__name__)


@require_safe
def hear(request: HttpRequest, persona_id: int) -> HttpResponse:
    """Show the visitor's page on the draft as it is saved, and what goes over its wire beside it.

    For staff alone: the address is wrapped by the admin's own door.
    """
    if not request.user.has_perm(HEAR):
        raise PermissionDenied
    user = cast("User", request.user)
    persona = get_object_or_404(Persona, pk=persona_id)
    try:
        compiled = compile_persona(read_draft(persona))
    except CompileRefused:
        # The persona's page says what is wrong with it.
        return redirect("admin:persona_persona_change", persona.pk)
    # Looking saves nothing; the draft is frozen when somebody begins to listen.
    revision = PersonaRevision(persona=persona, session=compiled.session, visitor=compiled.visitor)
    base = f"/api/hearings/{issue_key(persona=persona, user=user)}"
    context = garden_context(
        revision,
        house(now=timezone.now()),
        api={"status": f"{base}/status", "conversations": base},
        kiosk_key=None,
    )
    context |= {
        "persona": persona,
        "revision": revision,
        "tools": revision.session["tools"],
        "bench": _bench(revision),
        "back_to": reverse("admin:persona_persona_change", args=[persona.pk]),
    }
    return render(request, "conversations/hearing.html", context)


@api("GET", "HEAD")
def hearing_status(_request: HttpRequest, *, key: str) -> HttpResponse:
    """Staff may always listen, whatever the doors say."""
    read_key(key)
    place = House(Verdict(True, "override", None, None), timezone.now())
    document = status_document(place, seats_free=1) | {"message": ""}
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


@api("POST")
def hearing_begin(request: HttpRequest, *, key: str) -> HttpResponse:
    """Open a conversation with the draft as it is saved now."""
    persona, user = read_key(key)
    try:
        minted = begin_hearing(
            persona=persona,
            by=user,
            client_hash=client_hash(request),
            now=timezone.now(),
            realtime=realtime_client(),
        )
    except CompileRefused as refused:
        raise Problem("bad_request", detail=str(refused)) from refused
    logger.info("hearing %s began", minted.conversation.public_id)
    return JsonResponse(begun_document(minted), status=201)


def within_hearing(view: View) -> View:
    """Leave the key of the door aside: the conversation's own token says what may be done in it."""

    @wraps(view)
    def wrapper(request: HttpRequest, *, key: str, **kwargs: object) -> HttpResponse:
        return view(request, **kwargs)

    return wrapper


def _bench(revision: PersonaRevision) -> dict[str, Any]:
    """What the panel beside the page needs: prices to count with, those of the books, and words."""
    now = timezone.now()
    price = price_at(prices_of(revision.model), now)
    prices = {name: float(getattr(price, name)) for name in USAGE_KINDS} if price else None
    written_down = price_at(transcriber_prices_of(revision), now)
    per_minute = float(written_down.per_minute) if written_down else None
    return {
        "prices": prices,
        "transcription": {"per_minute": per_minute} if transcriber(revision) else None,
        "words": {
            "sent": _("보냄"),
            "received": _("받음"),
            "channel_open": _("통화가 이어졌어요"),
            "channel_closed": _("통화가 끝났어요"),
            "reply": _("대답 {number}"),
            "tokens": _(
                "읽은 토큰 {input}(글 {text_in}, 소리 {audio_in}, 다시 읽어 싼 것 {cached}) · "
                "말한 토큰 {output}(글 {text_out}, 소리 {audio_out})"
            ),
            "cost": _("{usd}달러"),
            "replies": _("대답 {count}번"),
            "voice": _("목소리 {usd}달러"),
            "transcription": _("받아쓰기 {minutes}분 {usd}달러"),
            "total": _("모두 {usd}달러"),
            "unpriced": _("이 모델의 값을 몰라요"),
            "transcription_unpriced": _("받아쓰기 모델의 값을 몰라요"),
            "called": _("{name}을(를) 불렀어요"),
            "answered": _("화면이 돌려준 것"),
        },
    }
