"""The provider's voice models: what they cost from when, when they end, and what follows."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.admin.ends import end_shown
from persona.admin.roomy import RoomyMixin
from persona.admin.seen import SeenMixin
from persona.models import TranscriberPrice, VoiceModel, VoiceModelPrice


class VoiceModelPriceInline(admin.StackedInline[VoiceModelPrice, VoiceModel]):
    model = VoiceModelPrice
    extra = 0
    ordering = ["-effective_on", "-effective_from", "pk"]
    fields = [
        ("effective_on", "effective_from"),
        ("text_in", "text_cached", "text_out"),
        ("audio_in", "audio_cached", "audio_out"),
    ]


@admin.register(VoiceModel)
class VoiceModelAdmin(SeenMixin, RoomyMixin, admin.ModelAdmin[VoiceModel]):
    what_for = gettext_lazy("어떤 모델로 말하는지, 값이 얼마이고 언제 끝나는지.")
    place_in_list = 50
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
                "fields": ["ends_on", "successor", "told"],
            },
        ),
        (gettext_lazy("한계"), {"fields": ["context_limit", "max_output"]}),
    ]
    readonly_fields = ["told"]
    inlines = [VoiceModelPriceInline]

    class Media:
        css = {"all": ["css/admin-voice.css"]}

    @admin.display(description=gettext_lazy("알린 기록"))
    def told(self, model: VoiceModel) -> SafeString | str:
        """What staff were told of this model's end, the newest first."""
        rows = model.warnings.order_by("-warned_at", "-pk") if model.pk else ()
        lines = [
            (
                f"{timezone.localtime(row.warned_at):%Y-%m-%d %H:%M}",
                _("%(day)s에 끝난다고 %(days)d일 앞서 알림")
                % {"day": row.ends_on, "days": row.days_before}
                if row.days_before
                else _("%(day)s에 끝났다고 알림") % {"day": row.ends_on},
            )
            for row in rows
        ]
        return format_html_join("", "<div>{} {}</div>", lines) or _("아직 알린 적이 없어요.")

    @admin.display(description=gettext_lazy("끝나는 날"), ordering="ends_on")
    def end(self, model: VoiceModel) -> SafeString | str:
        return end_shown(model.ends_on)


@admin.register(TranscriberPrice)
class TranscriberPriceAdmin(RoomyMixin, admin.ModelAdmin[TranscriberPrice]):
    what_for = gettext_lazy("손님의 말을 글로 옮기는 값. 목소리와 따로 청구돼요.")
    place_in_list = 55
    list_display = ["provider_id", "effective_on", "effective_from", "per_minute", "source"]
    list_filter = ["provider_id"]
    ordering = ["provider_id", "-effective_on", "-effective_from"]
    fields = ["provider_id", ("effective_on", "effective_from"), "per_minute", "source"]
