"""The provider's voice models: what they cost from when, when they end, and what follows."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.admin.readonly import ReadOnlyMixin
from persona.model_ends import stage
from persona.models import VoiceModel, VoiceModelPrice, VoiceModelWarning


class VoiceModelPriceInline(admin.TabularInline[VoiceModelPrice, VoiceModel]):
    model = VoiceModelPrice
    extra = 0
    ordering = ["-effective_on", "-effective_from", "pk"]


class VoiceModelWarningInline(ReadOnlyMixin, admin.TabularInline[VoiceModelWarning, VoiceModel]):
    model = VoiceModelWarning
    fields = ["ends_on", "days_before", "warned_at"]
    readonly_fields = ["ends_on", "days_before", "warned_at"]
    extra = 0
    ordering = ["-warned_at", "pk"]


@admin.register(VoiceModel)
class VoiceModelAdmin(admin.ModelAdmin[VoiceModel]):
    list_display = [
        "label",
        "provider_id",
        "is_default",
        "end",
        "successor",
        "context_limit",
        "max_output",
    ]
    list_filter = ["is_default"]
    list_select_related = ["successor"]
    search_fields = ["provider_id", "label"]
    ordering = ["provider_id"]
    fieldsets = [
        (None, {"fields": ["provider_id", "label", "is_default"]}),
        (
            gettext_lazy("끝나는 날과 그다음"),
            {
                "description": gettext_lazy(
                    "제공사는 모델을 때때로 끝내요. 뒤이을 모델은 인물의 쪽에서 초안에 넣고 "
                    "들어 본 뒤에 정해 주세요."
                ),
                "fields": ["ends_on", "successor"],
            },
        ),
        (gettext_lazy("한계"), {"fields": ["context_limit", "max_output"]}),
    ]
    inlines = [VoiceModelPriceInline, VoiceModelWarningInline]

    class Media:
        css = {"all": ["css/admin-voice.css"]}

    @admin.display(description=gettext_lazy("끝나는 날"), ordering="ends_on")
    def end(self, model: VoiceModel) -> SafeString | str:
        if model.ends_on is None:
            return _("알려진 것 없음")
        today = timezone.localdate()
        due = stage(model.ends_on, today)
        if due is None:
            return str(model.ends_on)
        left = (model.ends_on - today).days
        words = (
            _("%(day)s (%(days)d일 남음)") % {"day": model.ends_on, "days": left}
            if left > 0
            else _("%(day)s (끝남)") % {"day": model.ends_on}
        )
        return format_html('<span class="end end--{}">{}</span>', due, words)
