"""What the provider refuses, in the one shape it uses for HTTP errors and for `error` events."""

from typing import Any


class Refusal(Exception):
    """A request that is not obeyed. `status` and `retry_after` matter over HTTP only."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None,
        param: str | None = None,
        status: int = 400,
        kind: str = "invalid_request_error",
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.param = param
        self.status = status
        self.kind = kind
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """Return the inside of the error envelope."""
        return {
            "message": self.message,
            "type": self.kind,
            "param": self.param,
            "code": self.code,
        }


def unknown_parameter(param: str) -> Refusal:
    return Refusal(f"Unknown parameter: '{param}'.", code="unknown_parameter", param=param)


def missing_parameter(param: str) -> Refusal:
    return Refusal(
        f"Missing required parameter: '{param}'.", code="missing_required_parameter", param=param
    )


def invalid_value(param: str, expected: str) -> Refusal:
    return Refusal(
        f"Invalid value for '{param}': expected {expected}.", code="invalid_value", param=param
    )


def bad_key() -> Refusal:
    return Refusal("Incorrect API key provided.", code="invalid_api_key", status=401)
