"""The page where a member of staff sets a second factor up, or takes it away."""

import base64
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import django_otp
import qrcode
from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice
from qrcode.image.svg import SvgPathImage

from sarado_site.sign_in import TokenField, device_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class TokenForm(forms.Form):
    otp_token = TokenField(label=gettext_lazy("지금 앱에 보이는 여섯 자리 수"))


def second_factor_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Show the picture to scan, or what is in use; the newest number changes either."""
    user = cast("User", request.user)
    device = device_of(user)
    is_set_up = device is not None
    if device is None:
        device, _made = TOTPDevice.objects.get_or_create(
            user=user, confirmed=False, defaults={"name": user.get_username()}
        )
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["otp_token"]
        if not device.verify_token(token):
            form.add_error("otp_token", _("맞지 않아요. 앱에 지금 보이는 수를 적어 주세요."))
        elif is_set_up:
            device.delete()
            messages.success(request, _("두 번째 열쇠를 뺐어요. 이제 비밀번호만으로 들어와요."))
            return HttpResponseRedirect(reverse("admin:second_factor"))
        else:
            device.confirmed = True
            device.save()
            django_otp.login(request, device)
            messages.success(request, _("두 번째 열쇠를 달았어요. 다음에 들어올 때부터 물어요."))
            return HttpResponseRedirect(reverse("admin:second_factor"))
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("두 번째 열쇠"),
        "form": form,
        "is_set_up": is_set_up,
        "picture": "" if is_set_up else _picture(device.config_url),
        "secret": "" if is_set_up else base64.b32encode(device.bin_key).decode().rstrip("="),
    }
    return TemplateResponse(request, "admin/second_factor.html", context)


def _picture(url: str) -> str:
    """Return a QR code as the address of an image, which the content policy lets a page show."""
    file = BytesIO()
    qrcode.make(url, image_factory=SvgPathImage).save(file)
    return f"data:image/svg+xml;base64,{base64.b64encode(file.getvalue()).decode()}"
