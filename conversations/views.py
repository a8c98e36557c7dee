"""The HTTP contract under /api/: request in, one action, answer out."""

import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from prometheus_client import Counter

from conversations import actions, budget, payloads
from conversations.door import at_the_door
from conversations.house import house
from conversations.models import Conversation
from conversations.pages import page_stamp, persona_shown
from conversations.realtime import RealtimeRejected, RealtimeUnavailable, realtime_client
from conversations.seats import HouseFull
from conversations.status import in_seoul, message, status_document
from conversations.tokens import TokenRefused, check_token, issue_token
from sarado_site.client_address import address_of
from sarado_site.log_context import about_conversation, name_conversation
from sarado_site.metrics import BEGINS, child
from sarado_site.problems import Problem, problem_response
from sarado_site.rate_limits import Limit, Limits, give_back

logger = logging.getLogger(__name__)

_STATUS_SECONDS = 2  # how long anybody may keep a status; the doors change on the minute
_FULL_RETRY_SECONDS = 30
_PROVIDER_RETRY_SECONDS = 10

View = Callable[..., HttpResponse]


def begin_limits() -> Sequence[Limit]:
    """How often an address may begin."""
    return (("begin", settings.BEGIN_RATE_MINUTE), ("begin", settings.BEGIN_RATE_HOUR))


def api(
    *methods: str, outcomes: Counter | None = None, limits: Limits | None = None
) -> Callable[[View], View]:
    """Make a view of /api/: these methods only, domain refusals as problem documents.

    `outcomes` counts what came of it: "done" or the problem's code. `limits` are the view's own
    beside that of all of /api/; the gate counts them together. CSRF does not apply: visitors have
    no cookie that a foreign page could ride on.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def wrapper(request: HttpRequest, **kwargs: object) -> HttpResponse:
            if request.method not in methods:
                refused = problem_response(Problem("method_not_allowed"))
                refused["Allow"] = ", ".join(methods)
                return refused
            with about_conversation():
                return _counted(outcomes, lambda: view(request, **kwargs))

        if limits is not None:
            wrapper.limits = limits  # type: ignore[attr-defined]  # a function has room for it
        return wrapper

    return decorate


def _counted(outcomes: Counter | None, answer: Callable[[], HttpResponse]) -> HttpResponse:
    outcome = "internal_error"
    try:
        response = _by_contract(answer)
        outcome = "done"
    except Problem as problem:
        outcome = problem.code
        raise
    except (OperationalError, InterfaceError):
        outcome = "storage_unavailable"
        raise
    finally:
        if outcomes is not None:
            child(outcomes, outcome).inc()
    return response


def _by_contract(answer: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return answer()
    except Exception as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal(error: Exception) -> Problem | None:
    """Map each named exception of actions and edges to one line of the contract."""
    match error:
        case actions.HouseClosed():
            return Problem("house_closed", retry_after=error.retry_after, detail=_doors())
        case HouseFull():
            return Problem("house_full", retry_after=_FULL_RETRY_SECONDS)
        case actions.BudgetSpent():
            logger.warning("begin refused: a ceiling is reached")
            wait, detail = error.retry_after, _doors(is_spent=True)
            return Problem("budget_spent", retry_after=wait, detail=detail)
        case actions.NothingPublished():
            logger.error("begin refused: no persona is published (manage.py seed)")
            return Problem("realtime_unavailable")
        case actions.ConversationEnded():
            return Problem("conversation_ended")
        case actions.TooManyCalls():
            return Problem("rate_limited")
        case RealtimeUnavailable():
            logger.warning("provider unavailable: %s", error)
            wait = error.retry_after or _PROVIDER_RETRY_SECONDS
            return Problem("realtime_unavailable", retry_after=wait)
        case RealtimeRejected():
            logger.error("provider refused: %s; look at key, model, persona", error)
            return Problem("realtime_rejected")
        case TokenRefused():
            return Problem("token_refused")
        case payloads.BadPayload():
            return Problem("bad_request", note=str(error))
    return None


@api("GET", "HEAD")
def status(request: HttpRequest) -> HttpResponse:
    """Is the house open, until when, and is there a seat?"""
    body, etag = _status_and_its_tag()
    answer: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(body, content_type="application/json")
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={_STATUS_SECONDS}"
    return answer


def _status_and_its_tag() -> tuple[bytes, str]:
    """The same answer for everybody of a language, so a process makes it once a second."""
    cache = caches["process"]
    key = f"status-{get_language()}"
    kept: tuple[bytes, str] | None = cache.get(key)
    if kept is not None:
        return kept
    now = timezone.now()
    door = at_the_door(now=now)
    step = budget.current_step(now=now)
    living = Conversation.objects.visitors().live().count()
    document = status_document(
        door.place,
        seats_free=max(0, budget.seats(step) - living),
        is_spent=step >= budget.Step.NO_NEW_VISITORS,
    ) | {"stamp": page_stamp(door.revision)}
    # The clock in the body is left out of the tag: everything else the same is "not modified".
    facts = json.dumps({**document, "now": None}, ensure_ascii=False)
    etag = f'W/"{hashlib.sha256(facts.encode()).hexdigest()[:24]}"'
    made = json.dumps(document, ensure_ascii=False).encode(), etag
    cache.set(key, made, settings.STATUS_CACHE_SECONDS)
    return made


@api("POST", outcomes=BEGINS, limits=begin_limits)
def begin(request: HttpRequest) -> HttpResponse:
    """Let a visitor in: id, token and the first secret."""
    try:
        payload = payloads.read_object(_body(request))
        stamp = payloads.read_stamp(payload)
        minted = actions.begin(
            client_hash=client_hash(request),
            is_kiosk=_is_kiosk(payloads.read_kiosk_key(payload)),
            now=timezone.now(),
            realtime=realtime_client(),
        )
    except Exception:
        give_back(request, begin_limits())
        raise
    conversation = minted.conversation
    revision = conversation.persona_revision
    name_conversation(conversation.public_id)
    logger.info("conversation %s began, revision %s", conversation.public_id, revision.number)
    document = begun_document(minted)
    if stamp and stamp != page_stamp(revision):
        # The page is older than what it begins with; to load it anew now would cost the visitor
        # his press, and to ask for the words apart another way to the server and back.
        document["persona"] |= persona_shown(revision)
    return JsonResponse(document, status=201)


def begun_document(minted: actions.Minted) -> dict[str, Any]:
    """Return what a page begins with: its conversation, the first secret, how turns are taken."""
    conversation = minted.conversation
    revision = conversation.persona_revision
    return {
        "id": str(conversation.public_id),
        "token": issue_token(conversation.public_id),
        "client_secret": _secret(minted),
        "calls_url": settings.REALTIME_CALLS_URL,
        "ends_at": in_seoul(conversation.ends_at),
        "turn_taking": revision.visitor["turn_taking"],
        "replay": revision.visitor["replay"],
        "persona": {"name": revision.visitor["name"], "revision": revision.number},
    }


@api("POST")
def client_secrets(request: HttpRequest, *, public_id: uuid.UUID) -> HttpResponse:
    """One more secret for a live conversation: after a drop, or before the provider's hour."""
    conversation = _conversation(request, public_id)
    cause = payloads.read_cause(payloads.read_object(_body(request)))
    minted = actions.mint_again(
        conversation,
        cause=cause,
        client_hash=conversation.client_hash or client_hash(request),
        now=timezone.now(),
        realtime=realtime_client(),
    )
    return JsonResponse(
        {
            "client_secret": _secret(minted),
            "calls_url": settings.REALTIME_CALLS_URL,
            "ends_at": in_seoul(conversation.ends_at),
            "call_number": minted.call_number,
        },
        status=201,
    )


@api("PUT")
def register_call(request: HttpRequest, *, public_id: uuid.UUID, call_id: str) -> HttpResponse:
    """The provider's id of the call that just came up; from here the server can hang up."""
    conversation = _conversation(request, public_id)
    actions.register_call(conversation, call_id=payloads.read_call_id(call_id), now=timezone.now())
    return HttpResponse(status=204)


@api("POST")
def heartbeat(request: HttpRequest, *, public_id: uuid.UUID) -> HttpResponse:
    """The page lives; it learns whether it may go on."""
    conversation = _conversation(request, public_id)
    report = payloads.read_report(payloads.read_object(_body(request)))
    now = timezone.now()
    pulse = actions.heartbeat(conversation, report=report, now=now)
    answer = {
        "open": pulse.is_open,
        "ends_at": in_seoul(pulse.ends_at),
        "closing_soon": pulse.closing_soon,
        "hang_up": pulse.hang_up,
    }
    if not pulse.is_open:
        answer["message"] = message(house(now=now))
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


@api("POST")
def end(request: HttpRequest, *, public_id: uuid.UUID) -> HttpResponse:
    """Goodbye. Said twice it is still one goodbye."""
    conversation = _conversation(request, public_id)
    payload = payloads.read_object(_body(request))
    reason = payloads.read_end_reason(payload)
    report = payloads.read_report(payload)
    if actions.end(conversation, reason=reason, now=timezone.now(), report=report):
        logger.info("conversation %s ended: %s", public_id, reason)
    return HttpResponse(status=204)


@api("POST")
def feeling(request: HttpRequest, *, public_id: uuid.UUID) -> HttpResponse:
    """How the visit left the visitor. The goodbye may still be on its way; the last tap counts."""
    conversation = _conversation(request, public_id)
    told = payloads.read_feeling(payloads.read_object(_body(request)))
    actions.note_feeling(conversation, told)
    return HttpResponse(status=204)


def _conversation(request: HttpRequest, public_id: uuid.UUID) -> Conversation:
    """The token is looked at first: without it nobody learns which ids exist."""
    check_token(request.headers.get("Authorization", ""), public_id)
    name_conversation(public_id)
    conversation = (
        Conversation.objects.select_related("persona_revision").filter(public_id=public_id).first()
    )
    if conversation is None:
        raise Problem("not_found")
    return conversation


def _body(request: HttpRequest) -> bytes:
    if len(request.body) > settings.API_MAX_BODY_BYTES:  # a chunked body names no length
        raise Problem("payload_too_large")
    return request.body


def _is_kiosk(key: str | None) -> bool:
    if key is None:
        return False
    if not any(constant_time_compare(key, known) for known in settings.KIOSK_KEYS):
        raise TokenRefused("unknown kiosk key")
    return True


def client_hash(request: HttpRequest) -> str:
    """A stable, keyed, one-way mark of the client's address; the provider's safety identifier."""
    address = address_of(request)
    return salted_hmac("conversations.client", address, algorithm="sha256").hexdigest()


def _secret(minted: actions.Minted) -> dict[str, object]:
    return {
        "value": minted.secret.value,
        "expires_at": int(minted.secret.expires_at.timestamp()),
    }


def _doors(*, is_spent: bool = False) -> str:
    """What `/api/status` says of the doors; only it knows whether they open again tomorrow."""
    place = house(now=timezone.now())
    return str(status_document(place, seats_free=1, is_spent=is_spent)["message"])
