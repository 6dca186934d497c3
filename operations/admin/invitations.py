from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from operations.actions.tablets import CODE_LIFETIME, invite_tablet
from operations.admin import columns
from operations.admin.filters import VisibleRelatedFilter
from operations.admin.rights import person_of
from operations.admin.scope import visible_rows
from operations.admin.scoped_admin import PortAdmin
from operations.models import EnrolmentCode, Terminal, User
from operations.reports.qr_code import qr_svg


class InvitationForm(forms.Form):
    terminal = forms.ModelChoiceField(Terminal.objects.none(), empty_label=None)
    tablet_name = forms.CharField(
        label="Name of the tablet",
        max_length=40,
        help_text="As people call it at the ramp, such as Ramp 2. It can be renamed later.",
    )

    def __init__(self, data: Any, *, person: User) -> None:
        super().__init__(data)
        terminals: Any = self.fields["terminal"]
        terminals.queryset = visible_rows(Terminal.objects.all(), person).order_by("name")


@admin.register(EnrolmentCode)
class EnrolmentCodeAdmin(PortAdmin[EnrolmentCode]):
    one, many, add_words = "invitation", "invitations", "Invite a tablet"
    explained = "One-time codes that turn a device into a tablet of a terminal."
    no_rows = "Nobody was invited yet."
    offers = frozenset({"add"})
    secret_columns = ("code_sha256",)
    list_display = ("tablet_name", "terminal", "invited", "by", "state", "device")
    list_filter = (("terminal", VisibleRelatedFilter),)
    list_select_related = ("terminal", "created_by", "tablet")
    search_fields = ("tablet_name",)
    ordering = ("-created_at",)
    fields = ("tablet_name", "terminal", "invited", "by", "expires", "state", "device")
    readonly_fields = fields

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Invite a tablet: the code is on the page that answers, and nowhere ever again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        person = person_of(request)
        form = InvitationForm(request.POST if request.method == "POST" else None, person=person)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            **self.noun_words(),
            "opts": self.opts,
            "title": "Invite a tablet",
            "form": form,
            "minutes": CODE_LIFETIME.seconds // 60,
        }
        if not form.is_valid():
            return TemplateResponse(request, "admin/invite_tablet.html", context)
        terminal: Terminal = form.cleaned_data["terminal"]
        invitation, code = invite_tablet(
            terminal=terminal,
            tablet_name=form.cleaned_data["tablet_name"],
            invited_by=person,
            invited_at=timezone.now(),
        )
        field_app = request.build_absolute_uri(reverse("field-shell"))
        context |= {
            "title": f"Code for {invitation.tablet_name}",
            "code": code,
            "address": field_app,
            # What follows the hash stays on the tablet: no log on the way ever holds the code.
            "qr": qr_svg(f"{field_app}#enrol={code}"),
            "until": f"{invitation.expires_at.astimezone(terminal.zone):%H:%M:%S}",
            "zone": columns.zone_name(invitation.expires_at, terminal),
            "terminal": terminal,
        }
        return TemplateResponse(request, "admin/tablet_code.html", context)

    @admin.display(description="Invited", ordering="created_at")
    def invited(self, invitation: EnrolmentCode) -> str:
        return columns.local_minute(invitation.created_at, invitation.terminal)

    @admin.display(description="By")
    def by(self, invitation: EnrolmentCode) -> str:
        return invitation.created_by.shown_name

    @admin.display(description="Valid until")
    def expires(self, invitation: EnrolmentCode) -> str:
        return columns.local_second(invitation.expires_at, invitation.terminal)

    @admin.display(description="State")
    def state(self, invitation: EnrolmentCode) -> str:
        if invitation.used_at is not None:
            return columns.badge("Used", "good")
        if invitation.expires_at <= timezone.now():
            return columns.badge("Ran out")
        until = f"{invitation.expires_at.astimezone(invitation.terminal.zone):%H:%M}"
        return columns.badge(f"Open until {until}", "attention")

    @admin.display(description="Became tablet")
    def device(self, invitation: EnrolmentCode) -> str:
        return columns.link_to(invitation.tablet)
