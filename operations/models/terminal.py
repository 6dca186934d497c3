from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from operations.models.scope import ScopedQuerySet


def validate_time_zone(name: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    if name not in available_timezones():
        message = "“%(name)s” is not a time zone; write it like Europe/Brussels."
        raise ValidationError(message, params={"name": name})


class Port(models.Model):
    """One place of UN/LOCODE that cargo comes from or goes to; never deleted once it is named."""

    locode = models.CharField("UN/LOCODE", max_length=5, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(locode__regex=r"^[A-Z]{2}[A-Z2-9]{3}$"),
                name="port_has_a_well_formed_locode",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.locode})"


class TerminalQuerySet(ScopedQuerySet["Terminal"]):
    """Questions to terminals, cut down to a person's terminals."""

    terminal_path = "pk"


class Terminal(models.Model):
    """One place where ships are worked; it owns its berths, gangs, tablets and calls."""

    code = models.SlugField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    port = models.ForeignKey(Port, on_delete=models.PROTECT, related_name="terminals")
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])

    objects = TerminalQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this terminal's hours and shifts are cut."""
        return ZoneInfo(self.time_zone)


class BerthQuerySet(ScopedQuerySet["Berth"]):
    """Questions to berths, cut down to a person's terminals."""


class Berth(models.Model):
    """One place for one ship alongside; berths that share a quay are separate berths."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="berths")
    name = models.CharField(max_length=40)

    objects = BerthQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("terminal", "name", name="terminal_names_each_berth_once")
        ]

    def __str__(self) -> str:
        return self.name


class GangQuerySet(ScopedQuerySet["Gang"]):
    """Questions to gangs, cut down to a person's terminals."""


class Gang(models.Model):
    """People who work one ramp or hatch together; a word to choose from on a tablet."""

    terminal = models.ForeignKey(Terminal, on_delete=models.PROTECT, related_name="gangs")
    name = models.CharField(max_length=40)

    objects = GangQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("terminal", "name", name="terminal_names_each_gang_once")
        ]

    def __str__(self) -> str:
        return self.name
