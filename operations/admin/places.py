from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from operations.admin.filters import VisibleRelatedFilter
from operations.admin.rights import person_of
from operations.admin.scoped_admin import ALL_VERBS, PortAdmin, RowsInline
from operations.models import Berth, Gang, Port, Terminal


class BerthsInline(RowsInline[Berth, Terminal]):
    model = Berth
    fields = ("name",)
    ordering = ("name",)
    offers = ALL_VERBS


class GangsInline(RowsInline[Gang, Terminal]):
    model = Gang
    fields = ("name",)
    ordering = ("name",)
    offers = ALL_VERBS


class TerminalForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        choices=[(name, name) for name in sorted(available_timezones())],
        initial="UTC",
        help_text="Hours and shifts are cut on this clock. It stays once cargo was counted.",
    )

    class Meta:
        model = Terminal
        fields = ("code", "name", "port", "time_zone")


@admin.register(Terminal)
class TerminalAdmin(PortAdmin[Terminal]):
    explained = "Where ships are worked, with its berths, its gangs and its clock."
    no_rows = "No terminal yet, or you are not assigned to one. An operator can do that."
    # Supervisors keep berths and gangs; the terminal itself is fixed for them.
    offers = frozenset({"add", "change"})
    form = TerminalForm
    list_display = ("name", "code", "port", "time_zone")
    list_select_related = ("port",)
    search_fields = ("name", "code")
    autocomplete_fields = ("port",)
    ordering = ("name",)
    fields = ("code", "name", "port", "time_zone")
    inlines = (BerthsInline, GangsInline)

    def get_readonly_fields(self, request: HttpRequest, obj: Terminal | None = None) -> list[str]:
        if obj is None:
            return []
        if not person_of(request).is_superuser:
            return list(self.fields)
        # The hours of the rollup are cut on this clock: another one would contradict the ledger.
        was_counted = obj.calls.filter(head_position__gt=0).exists()
        return ["code", "time_zone"] if was_counted else ["code"]


class _TerminalWords(PortAdmin[Any]):
    """A word of one terminal that people choose from."""

    offers = ALL_VERBS
    list_display = ("name", "terminal")
    list_filter = (("terminal", VisibleRelatedFilter),)
    list_select_related = ("terminal",)
    search_fields = ("name", "terminal__name")
    ordering = ("terminal__name", "name")
    fields = ("terminal", "name")
    fixed_once_added = ("terminal",)


@admin.register(Berth)
class BerthAdmin(_TerminalWords):
    explained = "Places alongside, one ship each."
    no_rows = "No berth yet. A ship needs one before work starts."


@admin.register(Gang)
class GangAdmin(_TerminalWords):
    explained = "Names of gangs that tablets offer to choose from."
    no_rows = "No gang yet. Tablets then leave the gang blank."


@admin.register(Port)
class PortAdminPage(PortAdmin[Port]):
    explained = "Ports of loading and discharge, by UN/LOCODE."
    no_rows = "No port yet. Manifests can only name ports that are here."
    offers = ALL_VERBS
    list_display = ("locode", "name")
    search_fields = ("locode", "name")
    ordering = ("locode",)
    fields = ("locode", "name")
    # Totals are kept under this word.
    fixed_once_added = ("locode",)

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "locode" and field is not None:
            field.help_text = "Two letters of the country and three of the place, such as DEBRV."
        return field
