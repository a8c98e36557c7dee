"""Every saved state of a draft: two editors can't overwrite each other, and nothing is lost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DraftVersion(models.Model):
    """What a persona's page held after one saving. Numbered from 0, the state before the first.

    The unique number is the lock between two editors: who saves on top of a version that is no
    longer the newest is told, and both texts stand here.
    """

    persona = models.ForeignKey(
        "persona.Persona", models.CASCADE, related_name="draft_versions", verbose_name=_("인물")
    )
    number = models.PositiveIntegerField(_("초안"))
    source = models.JSONField(_("원고"))
    note = models.CharField(_("남긴 말"), max_length=300, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("저장한 이"),
    )
    saved_at = models.DateTimeField(_("저장한 때"))

    class Meta:
        verbose_name = _("초안 기록")
        verbose_name_plural = _("초안 기록")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "number"], name="persona_draftversion_one_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}번째 초안"
