"""The models that write the captions: when they end, and what comes after."""

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from persona.admin.ends import end_shown
from persona.admin.roomy import RoomyMixin
from persona.admin.seen import SeenMixin
from persona.models import Transcriber


@admin.register(Transcriber)
class TranscriberAdmin(SeenMixin, RoomyMixin, admin.ModelAdmin[Transcriber]):
    what_for = gettext_lazy("손님의 말을 자막으로 옮기는 모델이 언제 끝나는지.")
    place_in_list = 53
    list_display = ["provider_id", "end", "successor"]
    list_select_related = ["successor"]
    search_fields = ["provider_id"]
    ordering = ["provider_id"]
    fields = ["provider_id", "ends_on", "successor", "told"]
    readonly_fields = ["told"]

    class Media:
        css = {"all": ["css/admin-voice.css"]}

    @admin.display(description=gettext_lazy("알린 기록"))
    def told(self, model: Transcriber) -> str:
        """What staff were told last of this model's end."""
        if model.told_end is None:
            return _("아직 알린 적이 없어요.")
        if not model.told_days:
            return _("%(day)s에 끝났다고 알림") % {"day": model.told_end}
        return _("%(day)s에 끝난다고 %(days)d일 앞서 알림") % {
            "day": model.told_end,
            "days": model.told_days,
        }

    @admin.display(description=gettext_lazy("끝나는 날"), ordering="ends_on")
    def end(self, model: Transcriber) -> SafeString | str:
        return end_shown(model.ends_on)
