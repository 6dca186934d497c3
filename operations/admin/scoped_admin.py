"""What every page of admin has in common: roles, scope, and saving no more than was changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from operations.actions.audit_denials import audit_refusal
from operations.admin.rights import person_of
from operations.admin.scope import visible_rows

if TYPE_CHECKING:
    _BaseModelAdmin = admin.options.BaseModelAdmin
    _ModelAdmin = admin.ModelAdmin
    _TabularInline = admin.TabularInline
else:

    class _Subscripted:
        """Django's admin classes are generic for the type checker only."""

        def __class_getitem__(cls, _of: object) -> type:
            return cls

    class _BaseModelAdmin(_Subscripted):
        pass

    class _ModelAdmin(_Subscripted, admin.ModelAdmin):
        pass

    class _TabularInline(_Subscripted, admin.TabularInline):
        pass


_MOST_SEARCH_WORDS = 8
_MOST_SEARCHED = 100  # characters; longer than any name here
_EXPRESSIONS = ("__regex", "__iregex")
#: What a list of words to choose from lets people do.
ALL_VERBS = frozenset({"add", "change", "delete"})

ModelT = TypeVar("ModelT", bound=Model)
ParentT = TypeVar("ParentT", bound=Model)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A button at the top of a page; the first one that `is_next` is what people mostly do."""

    text: str
    url: str
    is_next: bool = False


class _Scoped(_BaseModelAdmin[ModelT]):
    """Permissions decide whether, terminals decide of what.

    `offers` names what the page lets anybody do beside looking: add, change, delete. What it does
    not name nobody can do here, not even a superuser, who holds every permission.
    """

    offers: ClassVar[frozenset[str]] = frozenset()

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModelT]:
        return visible_rows(super().get_queryset(request), person_of(request))

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> Any:
        """Cut what a form offers, and what it takes, down to what the person sees."""
        rows = super().get_field_queryset(db, db_field, request)
        if rows is None:
            rows = db_field.remote_field.model._default_manager.all()
        return visible_rows(rows, person_of(request))

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # What is chosen here is changed on its own page; only a missing one is added from here.
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def has_add_permission(self, request: HttpRequest, *about: Any) -> bool:
        return "add" in self.offers and super().has_add_permission(request, *about)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return "change" in self.offers and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return "delete" in self.offers and super().has_delete_permission(request, obj)


class PortAdmin(_Scoped[ModelT], _ModelAdmin[ModelT]):
    """The admin of one noun. It is looked at, and nothing else, unless it says otherwise."""

    #: What people call one row and many, where the model's own name is the programmer's.
    one: ClassVar[str] = ""
    many: ClassVar[str] = ""
    #: What the noun is, in a sentence, for the first page.
    explained: ClassVar[str]
    #: What the button says that adds a row.
    add_words: ClassVar[str] = ""
    #: What an empty list says.
    no_rows: ClassVar[str] = "No rows yet."
    #: Columns that nobody may ask about, not even by a filter in the address.
    secret_columns: ClassVar[tuple[str, ...]] = ()
    #: Columns that stay as they are once a row is there.
    fixed_once_added: ClassVar[tuple[str, ...]] = ()

    list_per_page = 25
    show_full_result_count = False  # on the ledger that would count a million rows a page
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if not self.offers & {"add", "change"}:
            return [str(name) for name in flatten_fieldsets(self.get_fieldsets(request, obj))]
        fixed = self.fixed_once_added if obj else ()
        return [*self.readonly_fields, *fixed]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        is_secret = lookup.startswith(self.secret_columns)
        # SQLite matches an expression in our own process: a hard one stops all its threads.
        is_expression = lookup.endswith(_EXPRESSIONS)
        is_refused = is_secret or is_expression or self._asks_what_points_here(lookup)
        return not is_refused and super().lookup_allowed(lookup, value, request)

    def _asks_what_points_here(self, lookup: str) -> bool:
        """Return whether a filter asks about rows that the person may not see, such as calls."""
        name = lookup.split("__", maxsplit=1)[0]
        return any(
            name == relation.name
            for relation in self.opts.get_fields()
            if relation.auto_created and not relation.concrete
        )

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        found = super().get_changelist_instance(request)
        # Django asks how many rows there are at all, which is not counted here.
        found.show_admin_actions = bool(found.result_count)
        return found

    def action_checkbox(self, obj: ModelT) -> SafeString:
        """Return what ticks a row. Django renders a template for each: a tenth of a long list."""
        return format_html(
            '<input type="checkbox" class="action-select" name="{}" value="{}"'
            ' aria-label="Select {}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            self.row_title(obj),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ModelT], search_term: str
    ) -> tuple[QuerySet[ModelT], bool]:
        # Each word is one more condition on each column: a thousand would keep the database busy.
        words = search_term.replace("\x00", " ").split()[:_MOST_SEARCH_WORDS]
        return super().get_search_results(request, queryset, " ".join(words)[:_MOST_SEARCHED])

    def save_model(self, request: HttpRequest, obj: ModelT, form: Any, change: Any) -> None:
        # Only what the person changed: a tablet may have moved another column since the form
        # was opened, and a whole row written back would undo that.
        columns = {field.name for field in obj._meta.concrete_fields}
        obj.save(update_fields=sorted(columns & set(form.changed_data)) if change else None)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> ModelT | None:
        """Return a row that the person sees; who asks for another terminal's is audited."""
        found = super().get_object(request, object_id, from_field)
        if found is None and (row := self._row_of_strangers(object_id)):
            audit_refusal(by=person_of(request), path=request.path, about=row)
        return found

    def _row_of_strangers(self, object_id: str) -> ModelT | None:
        try:
            key = self.opts.pk.to_python(object_id)
            return self.model._default_manager.filter(pk=key).first()
        except (ValidationError, ValueError, OverflowError, DataError):
            return None

    def list_links(self, request: HttpRequest) -> Sequence[PageLink]:
        """Return the buttons above the list, beside Django's own."""
        return ()

    def row_links(self, request: HttpRequest, row: ModelT) -> Sequence[PageLink]:
        """Return the buttons above a row's own page, beside Django's own."""
        return ()

    def row_title(self, row: ModelT) -> str:
        """Return what stands above a row's own page."""
        return str(row)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {**self.noun_words(), "links": self.list_links(request)}
        try:
            return super().changelist_view(request, context | (extra_context or {}))
        except (DataError, OverflowError, ValueError):
            # An address that somebody wrote by hand asks for what no column can hold.
            if request.method != "GET" or ERROR_FLAG in request.GET:
                raise
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if object_id else None
        context: dict[str, Any] = {
            **self.noun_words(),
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        if row is not None:
            context |= {"links": self.row_links(request, row), "row_title": self.row_title(row)}
        return super().changeform_view(
            request, object_id, form_url, context | (extra_context or {})
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = self.noun_words() | (extra_context or {})
        return super().history_view(request, object_id, context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = self.noun_words() | (extra_context or {})
        return super().delete_view(request, object_id, context)

    def noun_words(self) -> dict[str, Any]:
        """Return what people call this noun and what it is, for the templates."""
        one = self.one or self.opts.verbose_name
        return {
            "one": one,
            "many": self.many or self.opts.verbose_name_plural,
            "add_words": self.add_words or f"Add {one}",
            "explained": self.explained,
            "no_rows": self.no_rows,
        }


class NamedRows(BaseInlineFormSet):
    """Rows whose fields carry their own names: in a table no label stands beside them."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.widget.attrs["aria-label"] = str(field.label or name).capitalize()


class RowsInline(_Scoped[ModelT], _TabularInline[ModelT, ParentT]):
    """Rows of another noun on the page of what they belong to; looked at, unless it says more."""

    extra = 0
    formset = NamedRows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if not self.offers & {"add", "change"}:
            return [str(name) for name in flatten_fieldsets(self.get_fieldsets(request, obj))]
        return list(self.readonly_fields)
