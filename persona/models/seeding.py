"""What `manage.py seed` has already made once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeedRecord(models.Model):
    """A row that was seeded. It is never seeded again: an editor's deletion stays."""

    key = models.CharField(_("열쇠"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("처음 심은 것")
        verbose_name_plural = _("처음 심은 것")

    def __str__(self) -> str:
        return self.key
