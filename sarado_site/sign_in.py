"""How staff sign in: a password, and a second factor for those who set one up."""

from typing import Any

import django_otp
from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice


def device_of(user: Any) -> Any:
    """Return the second factor that a user has confirmed; None when there is none."""
    if not user.is_authenticated:
        return None
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def is_fully_signed_in(request: HttpRequest) -> bool:
    """Say whether the user gave the second factor, where there is one to give."""
    return getattr(request.user, "otp_device", None) is not None or device_of(request.user) is None


class TokenField(forms.CharField):
    """Six digits, as a phone offers them."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "numeric", "autocomplete": "one-time-code"}
        super().__init__(max_length=6, widget=forms.TextInput(attrs=attributes), **kwargs)


class SignInForm(AdminAuthenticationForm):
    """Asks everybody for a password, and those who have a second factor for its number."""

    otp_token = TokenField(
        label=gettext_lazy("인증 앱의 여섯 자리 수"),
        help_text=gettext_lazy("두 번째 열쇠를 쓰는 사람만 적어요."),
        required=False,
    )

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        device = device_of(user)
        if device is None:
            return
        token = self.cleaned_data.get("otp_token") or ""
        # The device itself makes whoever guesses wait longer after each wrong number.
        if not token or not django_otp.verify_token(user, device.persistent_id, token):
            raise ValidationError(
                _("인증 앱의 여섯 자리 수가 맞지 않아요. 지금 보이는 수를 적어 주세요."),
                code="second_factor",
            )
        user.otp_device = device  # django_otp keeps it in the session when it sees this
