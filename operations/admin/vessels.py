from django.contrib import admin

from operations.admin.scoped_admin import ALL_VERBS, PortAdmin, RowsInline
from operations.models import Deck, ShippingLine, Vessel


class DecksInline(RowsInline[Deck, Vessel]):
    model = Deck
    fields = ("name", "sort_order")
    ordering = ("sort_order", "name")
    offers = ALL_VERBS


@admin.register(Vessel)
class VesselAdmin(PortAdmin[Vessel]):
    explained = "Ships by IMO number, with their decks."
    no_rows = "No vessel yet. Add one before its first call."
    offers = ALL_VERBS
    list_display = ("name", "imo_number", "shipping_line")
    list_filter = ("shipping_line",)
    list_select_related = ("shipping_line",)
    search_fields = ("name", "imo_number")
    search_help_text = "A ship’s name or IMO number."
    autocomplete_fields = ("shipping_line",)
    ordering = ("name",)
    fields = ("name", "imo_number", "shipping_line")
    inlines = (DecksInline,)


@admin.register(ShippingLine)
class ShippingLineAdmin(PortAdmin[ShippingLine]):
    explained = "Companies whose ships call."
    no_rows = "No shipping line yet."
    offers = ALL_VERBS
    list_display = ("name", "code")
    search_fields = ("name", "code")
    ordering = ("name",)
    fields = ("code", "name")
