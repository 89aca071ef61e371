"""Whether practitioners may join by themselves, and with which addresses."""

from __future__ import annotations

from django.db import models

from goldenthread.partnership.models import Partnership


class JoiningRules(models.Model):
    """How a partnership wants it. Without a row nobody joins by themselves."""

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="joining")
    is_open = models.BooleanField("practitioners may join by themselves", default=False)
    domains = models.TextField(
        "with an address at",
        blank=True,
        help_text="One on each line, such as police.uk. Empty for any address.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name_plural = "joining rules"

    def __str__(self) -> str:
        return f"Joining: {'open' if self.is_open else 'closed'}"

    @property
    def allowed(self) -> list[str]:
        """The domains, in small letters; none where any address will do."""
        lines = (line.strip().lower().lstrip("@.") for line in self.domains.splitlines())
        return [line for line in lines if line]

    def takes(self, email: str) -> bool:
        """Whether an address may join: at one of the domains, or at one beneath it."""
        domain = email.rpartition("@")[2].lower()
        return not self.allowed or any(domain == each or domain.endswith(f".{each}") for each in self.allowed)
