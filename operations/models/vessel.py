from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from operations.rules import imo


def validate_imo_number(number: str) -> None:
    """Refuse a ship identification number with a wrong check digit."""
    if not imo.is_valid_imo_number(number):
        message = "“%(number)s” is not an IMO number: seven digits, the last one a check digit."
        raise ValidationError(message, params={"number": number})


class ShippingLine(models.Model):
    """One company whose ships call; never deleted once a vessel names it."""

    code = models.SlugField(max_length=12, unique=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Vessel(models.Model):
    """One ship, the same over all its names, flags and owners."""

    imo_number = models.CharField(
        "IMO number", max_length=7, unique=True, validators=[validate_imo_number]
    )
    name = models.CharField(max_length=80)
    shipping_line = models.ForeignKey(
        ShippingLine, null=True, blank=True, on_delete=models.PROTECT, related_name="vessels"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(imo_number__regex=r"^[0-9]{7}$"),
                name="vessel_has_a_seven_digit_imo_number",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Deck(models.Model):
    """One cargo deck of a vessel; a word to choose from on a tablet."""

    vessel = models.ForeignKey(Vessel, on_delete=models.CASCADE, related_name="decks")
    name = models.CharField(max_length=40)
    sort_order = models.SmallIntegerField(default=0, help_text="From the top deck down.")

    class Meta:
        constraints = [
            models.UniqueConstraint("vessel", "name", name="vessel_names_each_deck_once")
        ]

    def __str__(self) -> str:
        return self.name
