"""What was published: immutable, so that a conversation's record says what the persona was."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PersonaRevisionQuerySet(models.QuerySet["PersonaRevision"]):
    def published(self) -> Self:
        """Revisions that visitors met, or meet."""
        return self.filter(number__isnull=False)


class PersonaRevision(models.Model):
    """A compiled persona. Published ones are numbered from 1; one without a number is a draft that
    staff listened to, frozen so that its conversation, too, says what the persona was.

    The database refuses UPDATE with a trigger. On SQLite, altering this table rebuilds it and loses
    the trigger: a migration that does so must make it again.
    """

    persona = models.ForeignKey(
        "persona.Persona", models.PROTECT, related_name="revisions", verbose_name=_("인물")
    )
    number = models.PositiveIntegerField(_("판"), null=True, blank=True)
    session = models.JSONField(_("세션(제공사에 보내는 것)"))
    visitor = models.JSONField(_("방문자 화면에 쓰는 것"))
    sha256 = models.CharField(_("지문"), max_length=64)
    # Of the protected sections as compiled: publishing another one needs the safety permission.
    protected_sha256 = models.CharField(_("보호된 지시문의 지문"), max_length=64)
    # What editors wrote, before compiling: only this can become a draft again.
    source = models.JSONField(_("원고"), null=True, blank=True)
    note = models.CharField(_("남긴 말"), max_length=300, blank=True)
    reverted_to = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("되돌린 판"),
    )
    # Sentences of the warnings that the publisher saw and went past, and why.
    overridden = models.JSONField(_("넘어간 경고"), default=list, blank=True)
    override_reason = models.CharField(_("넘어간 까닭"), max_length=300, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("게시한 이"),
    )
    published_at = models.DateTimeField(_("게시한 때"))

    objects = PersonaRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("판")
        verbose_name_plural = _("판")
        constraints = [
            models.UniqueConstraint(
                fields=["persona", "number"], name="persona_personarevision_one_per_number"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="persona_personarevision_numbers_from_one"
            ),
        ]

    def __str__(self) -> str:
        return str(_("들어 본 초안") if self.number is None else f"{self.number}판")

    @property
    def model(self) -> str:
        """The provider's id of the model this revision speaks with."""
        return str(self.session["model"])
