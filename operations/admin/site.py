import logging
from collections.abc import Callable
from datetime import tzinfo
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.admin import AdminSite
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    ValidationError,
)
from django.db import DataError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from monitoring.models import Alert
from operations import models
from operations.actions.note_person import note_password_changed
from operations.actions.office_session import admin_is_at_rest, note_use
from operations.actions.write_audit import write_audit
from operations.admin import columns
from operations.admin.rights import person_of
from operations.admin.waiting import what_waits
from operations.models import User
from operations.vocabulary import Audited

if TYPE_CHECKING:
    from operations.admin.scoped_admin import PortAdmin

logger = logging.getLogger(__name__)

# What comes of addresses and forms that somebody wrote by hand: a row called x, the year 9999.
_UNANSWERABLE = (DataError, OverflowError, ValidationError, ValueError)

# Django's pages write their scripts without a nonce.
_SCRIPTS_OF_DJANGO = {"script-src": [SELF]}

View = Callable[..., HttpResponseBase]
ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)

#: The first page's table of contents. A noun that is missing here is not found by anybody.
CONTENTS: dict[str, tuple[type[Model], ...]] = {
    "Work": (
        models.VesselCall,
        models.TallyEvent,
        models.Discrepancy,
        models.SetAsideEvent,
        models.Stoppage,
    ),
    "Cargo": (
        models.Manifest,
        models.CargoLine,
        models.Unit,
        models.CountedUnit,
        models.LineTotal,
        models.HourlyRollup,
        models.CargoClass,
    ),
    "Crew and tablets": (
        models.User,
        models.Tablet,
        models.EnrolmentCode,
        models.TabletJournal,
        models.FailedAttempt,
    ),
    "What happened": (models.AuditEntry,),
    "Places and ships": (
        models.Terminal,
        models.Berth,
        models.Gang,
        models.Port,
        models.Vessel,
        models.ShippingLine,
    ),
    "The site itself": (Alert,),
}


class PortAdminSite(AdminSite):
    """The office's side door: Django's admin, in the port's words and on the port's clock."""

    site_header = "Stevedores Dashboard"
    site_title = "Stevedores Dashboard"
    index_title = "Office"
    empty_value_display = columns.NOTHING
    password_change_template = "admin/own_password.html"  # noqa: S105  # a page
    password_change_done_template = "admin/own_password_done.html"  # noqa: S105  # a page
    enable_nav_sidebar = False  # the ledger needs the width; the first page is the map

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Nothing here is deleted by the dozen.
        self.disable_action("delete_selected")

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # type: ignore[override]  # noqa: FBT001, FBT002  # Django's signature
        """Show a page, and read its forms, on the clock of the person's terminal.

        When nobody used the office for a while, admin asks who is there, code and all.
        """

        # With all that is marked on the view, such as that it does without a token.
        @wraps(view)
        def on_the_clock(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = person_of(request)
            if admin_is_at_rest(request.session, now=timezone.now()):
                return _shut(request, person)
            note_use(request.session, now=timezone.now())
            with timezone.override(zone_of(person)):
                try:
                    return rendered(view(request, *args, **kwargs))
                except _UNANSWERABLE as error:
                    logger.warning("nothing answers %s", request.path, exc_info=True)
                    raise BadRequest(request.path) from error

        shown: View = csp_replace(_SCRIPTS_OF_DJANGO)(super().admin_view(on_the_clock, cacheable))
        return shown

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Offer the choices of a field; an address for what is no such field is refused."""
        try:
            return super().autocomplete_view(request)
        except AttributeError as error:
            # Django looks up any name, and takes what points to the noun for a field of it.
            raise PermissionDenied from error

    def password_change(  # type: ignore[override]  # it may lead on, to a page that says so
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Let people change their own password, and tell so in the audit log."""
        person = person_of(request)
        before = person.password
        with transaction.atomic():
            answer = super().password_change(request, extra_context)
            note_password_changed(person=person, before=before, by=person)
        return answer

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send people to the site's own sign-in, so that there is one door and one lock on it."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        if request.user.is_authenticated:
            return redirect(reverse("admin:index", current_app=self.name))
        return redirect_to_login(request.GET.get("next", request.path.removesuffix("login/")))

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the nouns in sections as the port thinks of them, not as they are programmed."""
        apps = super().get_app_list(request, app_label)
        shown = {model["model"]: model for app in apps for model in app["models"]}
        sections = []
        for name, nouns in CONTENTS.items():
            entries = [shown[noun] | self._words_of(noun) for noun in nouns if noun in shown]
            if entries:
                sections.append({"name": name, "models": entries})
        return sections

    def _words_of(self, noun: type[Model]) -> dict[str, Any]:
        return cast("PortAdmin[Any]", self.get_model_admin(noun)).noun_words()

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        waiting = what_waits(person_of(request))
        return super().index(request, {"waiting": waiting} | (extra_context or {}))

    def app_index(  # type: ignore[override]  # an answer without a page
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one map, and this is not it."""
        return redirect(reverse("admin:index", current_app=self.name))


def _shut(request: HttpRequest, person: User) -> HttpResponse:
    """End a session that was left alone, and lead to the door and from there back to the page."""
    write_audit(Audited.SIGNED_OUT, by=person, details={"said": "Admin was left alone."})
    logout(request)
    return redirect_to_login(request.get_full_path())


def zone_of(person: User) -> tzinfo:
    """Return the zone in which a person reads times where no terminal says otherwise."""
    terminal = person.terminals.order_by("name").first()
    return terminal.zone if terminal else ZoneInfo("UTC")


def rendered(response: ResponseT) -> ResponseT:
    """Return a response with its page made; later, the clock would have been put back."""
    if isinstance(response, TemplateResponse):
        response.render()
    return response
