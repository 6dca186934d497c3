from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    UserChangeForm,
)
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from operations.actions.note_person import facts_of, note_password_changed, note_person
from operations.actions.second_factor import remove_second_factor
from operations.admin import columns
from operations.admin.asked_page import Deed, DeedsAdmin, Told
from operations.admin.filters import VisibleRelatedFilter
from operations.admin.rights import person_of
from operations.admin.scoped_admin import PageLink, PortAdmin
from operations.models import FailedAttempt, Terminal, User
from operations.vocabulary import Role

_ROLE_WORDS = {
    Role.CREW: "Crew: counts with a tablet",
    Role.SUPERVISOR: "Supervisor: calls, manifests, discrepancies, tablets",
    Role.OPERATOR: "Operator: people and tablets, sees the rest",
    Role.AUDITOR: "Auditor: sees everything, changes nothing",
}
_OFFICE = frozenset({Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR})
_SHUT_OUT = (
    "Without it nobody gets in with this name. People are never deleted: the ledger names them."
)
_OWN_ROLE = "Nobody changes their own roles and terminals."


def _reaches_beyond(changed: User, person: User) -> bool:
    """Whoever resets a password becomes that person: also where they would have no rights."""
    if person.is_superuser:
        return False
    elsewhere = changed.terminals.exclude(pk__in=Terminal.objects.visible_to(person))
    return changed.is_superuser or elsewhere.exists()


class NotYours(Exception):
    """A second factor that the person may not take off; the text says why."""


def _has_second_factor(person: User) -> bool:
    # In memory, since a list fetches the devices of all its people at once.
    devices = person.totpdevice_set.all()  # type: ignore[attr-defined]  # django-otp has no types
    return any(device.confirmed for device in devices)


def _take_off(person: User, told: Told) -> None:
    if person.pk == told.by.pk:
        raise NotYours("Your own is changed on its own page, with a code or a recovery code.")
    if _reaches_beyond(person, told.by):
        raise NotYours("They work at terminals that are not yours: ask somebody there.")
    if not remove_second_factor(person=person, by=told.by, said=told.words):
        raise NotYours("There is none.")


TAKE_OFF: Deed[User] = Deed(
    name="second-factor",
    title="Take the second factor off",
    explained=(
        "For somebody whose phone is lost. Make sure that it is them: from then on the password "
        "alone opens the way to a new second factor. They are signed out everywhere at once; "
        "tablets at the ship’s side are not concerned."
    ),
    button="Take it off",
    done="Taken off",
    permission="change_user",
    do=_take_off,
    shown=lambda person: f"{person.shown_name} ({person.username})",
    fits=_has_second_factor,
    asks_for="How do you know that it is them?",
    refusals={NotYours: ""},
    is_grave=True,
)


class RolesField(forms.ModelMultipleChoiceField):
    """The four roles, each with what it is for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return _ROLE_WORDS[Role(obj.name)]


class _PersonForm(forms.ModelForm):
    """What both forms of a person share: who they are, what they may, where they work."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "display_name" in self.fields:
            self.fields["display_name"].required = True
        if "is_active" in self.fields:
            self.fields["is_active"].help_text = _SHUT_OUT
        for name in {"groups", "terminals"} & self.fields.keys():
            # A superuser sees every terminal, and needs no role, without being given them.
            self.fields[name].required = not self.instance.is_superuser

    def clean(self) -> dict[str, Any]:
        """Let those into the office who have work there; crew only ever sign in on a tablet."""
        cleaned = super().clean() or self.cleaned_data
        if "groups" in cleaned:
            roles = {group.name for group in cleaned["groups"]}
            is_superuser = cleaned.get("is_superuser", self.instance.is_superuser)
            self.instance.is_staff = is_superuser or not _OFFICE.isdisjoint(roles)
        return cleaned


class PersonChangeForm(_PersonForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User
        fields: ClassVar[Any] = (
            "username",
            "display_name",
            "is_active",
            "is_superuser",
            "groups",
            "terminals",
        )
        field_classes: ClassVar[dict[str, Any]] = {
            **UserChangeForm.Meta.field_classes,
            "groups": RolesField,
        }


class PersonAddForm(_PersonForm, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "display_name", "groups", "terminals")
        field_classes: ClassVar[dict[str, Any]] = {
            **AdminUserCreationForm.Meta.field_classes,
            "groups": RolesField,
        }


class NewPasswordForm(AdminPasswordChangeForm):
    """A new password, and nothing else: everybody signs in with one here."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields.pop("usable_password", None)


@admin.register(User)
class PersonAdmin(DeedsAdmin[User], UserAdmin):
    one, many = "person", "people"
    explained = "Everybody who counts or works in the office: roles, terminals, passwords."
    no_rows = "Nobody yet."
    offers = frozenset({"add", "change"})
    deeds = (TAKE_OFF,)
    secret_columns = ("password",)
    form = PersonChangeForm
    add_form = PersonAddForm
    add_form_template = None
    change_password_form = NewPasswordForm
    change_user_password_template = "admin/new_password.html"  # noqa: S105  # a page
    list_display = ("username", "name", "roles", "where", "is_active", "second_factor", "came_in")
    list_filter = ("groups", ("terminals", VisibleRelatedFilter), "is_active")
    list_select_related = ()
    search_fields = ("username", "display_name", "first_name", "last_name")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("second_factor", "came_in", "joined")
    fieldsets = (
        (None, {"fields": ("username", "display_name", "is_active")}),
        ("What they do, and where", {"fields": ("groups", "terminals")}),
        ("Since when", {"fields": ("came_in", "joined", "second_factor")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "display_name", "password1", "password2")}),
        ("What they do, and where", {"fields": ("groups", "terminals")}),
    )

    def row_links(self, request: HttpRequest, row: User) -> Sequence[PageLink]:
        if not self.has_change_permission(request, row):
            return ()
        url = reverse("admin:auth_user_password_change", args=[row.pk])
        return (PageLink("Set a new password", url), *super().row_links(request, row))

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows = super().get_queryset(request)
        return rows.prefetch_related("groups", "terminals", "totpdevice_set")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not _reaches_beyond(obj, person_of(request)))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and person_of(request).is_superuser:
            return (*fieldsets, ("All doors", {"fields": ("is_superuser",)}))
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        fixed = list(super().get_readonly_fields(request, obj))
        person = person_of(request)
        if obj is not None and obj.pk == person.pk:
            fixed += ["is_active", "is_superuser"]
            fixed += [] if person.is_superuser else ["groups", "terminals"]
        return fixed

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name == "groups":
            kwargs |= {"label": "Roles", "help_text": _OWN_ROLE}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        super().save_related(request, form, formsets, change)
        note_person(person=form.instance, before=form.facts_before, by=person_of(request))

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002  # Django's name
        form_url: str = "",
    ) -> HttpResponse:
        person = self.get_object(request, id)
        with transaction.atomic():
            answer = super().user_change_password(request, id, form_url)
            if person is not None:
                note_password_changed(person=person, before=person.password, by=person_of(request))
        return answer

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: Any) -> None:
        form.facts_before = facts_of(person_id=obj.pk) if change else {}
        super().save_model(request, obj, form, change)
        if change:
            # It follows from the roles; the form has no field for it.
            obj.save(update_fields=["is_staff"])

    @admin.display(description="Last sign-in here", ordering="last_login")
    def came_in(self, person: User) -> str:
        return columns.own_minute(person.last_login)

    @admin.display(description="Second factor")
    def second_factor(self, person: User) -> str:
        return "Set up" if _has_second_factor(person) else columns.NOTHING

    @admin.display(description="Added")
    def joined(self, person: User) -> str:
        return columns.own_minute(person.date_joined)

    @admin.display(description="Name", ordering="display_name")
    def name(self, person: User) -> str:
        return person.shown_name

    @admin.display(description="Roles")
    def roles(self, person: User) -> str:
        roles = sorted(group.name for group in person.groups.all())
        return ", ".join(["superuser"] * person.is_superuser + roles) or columns.NOTHING

    @admin.display(description="Terminals")
    def where(self, person: User) -> str:
        return ", ".join(sorted(str(terminal) for terminal in person.terminals.all()))


@admin.register(FailedAttempt)
class FailedAttemptAdmin(PortAdmin[FailedAttempt]):
    one, many = "failed attempt", "failed attempts"
    explained = "Wrong passwords and codes of the last day; too many in a row lock for minutes."
    no_rows = "No wrong password or code of late."
    list_display = ("when", "purpose", "subject")
    list_filter = ("purpose",)
    search_fields = ("subject",)
    ordering = ("-attempted_at",)
    fields = list_display

    @admin.display(description="When", ordering="attempted_at")
    def when(self, attempt: FailedAttempt) -> str:
        return columns.own_minute(attempt.attempted_at)


# Roles are four and fixed: a group is given to people, not made or renamed here.
admin.site.unregister(Group)
# Their pages would show the secret of a person's device to whoever may look.
admin.site.unregister(TOTPDevice)
admin.site.unregister(StaticDevice)
