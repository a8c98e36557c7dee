"""What staff were told about the ends of voice models."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from persona.models.voice import VoiceModel


class VoiceModelWarning(models.Model):
    """That staff were warned of a model's end, so that each warning is given once."""

    model = models.ForeignKey(
        VoiceModel, models.CASCADE, related_name="warnings", verbose_name=_("목소리 모델")
    )
    # The day announced then: an end that moves is news again.
    ends_on = models.DateField(_("끝나는 날"))
    days_before = models.PositiveSmallIntegerField(_("며칠 앞서"))  # 90, 30, 7; 0 is the end itself
    warned_at = models.DateTimeField(_("알린 때"))

    class Meta:
        verbose_name = _("종료 알림")
        verbose_name_plural = _("종료 알림")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["model", "ends_on", "days_before"],
                name="persona_voicemodelwarning_once_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ends_on:%Y-%m-%d} ({self.days_before})"
