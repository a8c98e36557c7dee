"""Errors of /api/ as RFC 9457 problem documents.

Views raise `Problem(code)`; everything else that goes wrong under /api/ (a 404, a 405, a crash) is
turned into the same shape here. `detail` is a Korean sentence fit to show to a visitor.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sarado_site import metrics

logger = logging.getLogger(__name__)

API_PREFIX = "/api/"
_CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class ProblemKind:
    status: int
    title: str
    detail: str | Promise


KINDS: dict[str, ProblemKind] = {
    "house_closed": ProblemKind(
        503, "The house is closed", _("지금은 꽃밭 문이 닫혀 있어요. 문 여는 때에 다시 와 주세요.")
    ),
    "house_full": ProblemKind(
        503,
        "Every seat is taken",
        _("지금은 이야기를 나누는 분이 많아요. 잠시 뒤에 다시 눌러 주세요."),
    ),
    "budget_spent": ProblemKind(
        503,
        "Today's ceiling is reached",
        _("오늘 준비한 이야기 시간을 모두 썼어요. 내일 다시 찾아와 주세요."),
    ),
    "storage_unavailable": ProblemKind(
        503,
        "The database does not answer",
        _("꽃밭 장부를 잠시 펼 수 없어요. 조금 뒤에 다시 눌러 주세요."),
    ),
    "realtime_unavailable": ProblemKind(
        503,
        "The voice provider does not answer",
        _("목소리를 잇는 곳이 잠시 대답하지 않아요. 조금 뒤에 다시 눌러 주세요."),
    ),
    "realtime_rejected": ProblemKind(
        502,
        "The voice provider refused the request",
        _("목소리를 잇지 못했어요. 돌보는 이에게 알렸으니 나중에 다시 찾아와 주세요."),
    ),
    "rate_limited": ProblemKind(
        429, "Too many requests", _("너무 자주 눌렀어요. 잠시 쉬었다가 다시 눌러 주세요.")
    ),
    "origin_refused": ProblemKind(
        403, "This origin may not call the API", _("이 주소에서는 이야기를 시작할 수 없어요.")
    ),
    "bad_request": ProblemKind(
        400,
        "The request is not understood",
        _("보낸 내용을 알아듣지 못했어요. 화면을 새로 열어 주세요."),
    ),
    "token_refused": ProblemKind(
        401,
        "The token is missing or wrong",
        _("이 이야기의 열쇠가 맞지 않아요. 처음부터 다시 시작해 주세요."),
    ),
    "conversation_ended": ProblemKind(
        409, "The conversation has ended", _("이 이야기는 이미 마쳤어요. 새로 시작해 주세요.")
    ),
    "not_found": ProblemKind(404, "There is nothing here", _("찾는 것이 여기 없어요.")),
    "method_not_allowed": ProblemKind(
        405, "This method is not allowed here", _("이 방법으로는 부를 수 없어요.")
    ),
    "payload_too_large": ProblemKind(413, "The request is too large", _("보낸 내용이 너무 커요.")),
    "internal_error": ProblemKind(
        500,
        "Something broke",
        _("꽃밭에 탈이 났어요. 돌보는 이에게 알렸으니 잠시 뒤에 다시 와 주세요."),
    ),
}

_CODE_OF_STATUS = {
    400: "bad_request",
    401: "token_refused",
    403: "origin_refused",
    404: "not_found",
    405: "method_not_allowed",
    413: "payload_too_large",
    429: "rate_limited",
}


class Problem(Exception):
    """A refusal with a name from `KINDS`.

    `retry_after` (whole seconds) says when waiting helps. `detail` replaces the kind's sentence
    when a more exact one exists. `note` is for developers and never shown.
    """

    def __init__(
        self,
        code: str,
        *,
        retry_after: int | None = None,
        detail: str | Promise | None = None,
        note: str = "",
    ) -> None:
        super().__init__(f"{code}: {note}" if note else code)
        self.code = code
        self.retry_after = retry_after
        self.detail = detail


def problem_response(problem: Problem) -> HttpResponse:
    """Render the problem document, with `Retry-After` where waiting helps."""
    kind = KINDS[problem.code]
    metrics.child(metrics.PROBLEMS, problem.code).inc()
    document: dict[str, object] = {
        "type": f"/problems/{problem.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": str(problem.detail or kind.detail),
        "code": problem.code,
    }
    headers = {"Cache-Control": "no-store"}
    if problem.retry_after is not None:
        seconds = max(1, problem.retry_after)
        document["retry_after"] = seconds
        headers["Retry-After"] = str(seconds)
    return JsonResponse(
        document,
        status=kind.status,
        content_type=_CONTENT_TYPE,
        headers=headers,
        json_dumps_params={"ensure_ascii": False},
    )


class ProblemDocumentMiddleware:
    """Make every failure under /api/ a problem document, whoever produced it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            not request.path_info.startswith(API_PREFIX)
            or response.status_code < 400
            or response.headers.get("Content-Type", "").startswith(_CONTENT_TYPE)
        ):
            return response
        code = _CODE_OF_STATUS.get(
            response.status_code, "bad_request" if response.status_code < 500 else "internal_error"
        )
        replaced = problem_response(Problem(code))
        for header in ("Allow", "Retry-After"):
            if header in response.headers:
                replaced[header] = response.headers[header]
        return replaced

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Problem):
            return problem_response(exception)
        return None
