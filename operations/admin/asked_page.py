"""A page between the wish and the deed: what will happen to which rows, and why.

Each row is dealt with by itself: one that is refused is named with its reason and never holds up
the others, for each is a fact of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from operations.admin.columns import change_url
from operations.admin.rights import may, person_of
from operations.admin.scoped_admin import PageLink, PortAdmin
from operations.models import User

ModelT = TypeVar("ModelT", bound=Model)

MOST_AT_ONCE = 200  # each is a transaction of its own; more would outlast the request
_MOST_WORDS = 200  # what the columns of reasons and settlements hold
_MOST_TOLD_ONE_BY_ONE = 10  # as many as a screen shows at once; refusals are all told
_CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Told:
    """Who does it, with which words, at which moment."""

    by: User
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed(Generic[ModelT]):
    """Something that a person does to rows after a page has asked; its texts are for people.

    `permission` says who may. `do` deals with one row and raises one of `refusals` when it will
    not; a blank refusal is told in the exception's own words. `shown` is the line that stands for
    a row; `fits` says whether the row's own page offers the deed, and `on_row` in which words.
    Without `asks_for` the page only wants a yes.
    """

    name: str
    title: str
    explained: str
    button: str
    done: str
    permission: str
    do: Callable[[ModelT, Told], object]
    shown: Callable[[ModelT], str] = str
    fits: Callable[[ModelT], bool] = bool
    on_row: str = ""
    asks_for: str = ""
    refusals: Mapping[type[Exception], str] = field(default_factory=dict)
    is_grave: bool = False


class _WordsForm(forms.Form):
    words = forms.CharField(
        max_length=_MOST_WORDS, widget=forms.Textarea(attrs={"rows": 2, "autofocus": True})
    )


class DeedsAdmin(PortAdmin[ModelT]):
    """A noun to which people do things: from its list to many rows, from a row's page to one."""

    deeds: ClassVar[tuple[Deed[Any], ...]] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        offered = (deed for deed in self.deeds if may(request, deed.permission))
        ours = {deed.name: (partial(_act, deed), deed.name, deed.title) for deed in offered}
        return {**super().get_actions(request), **ours}

    def get_urls(self) -> list[URLPattern]:
        ours = [
            path(
                f"<path:object_id>/{deed.name}/",
                self.admin_site.admin_view(partial(self._row_view, deed)),
                name=self._url_name(deed),
            )
            for deed in self.deeds
        ]
        return [*ours, *super().get_urls()]

    def row_links(self, request: HttpRequest, row: ModelT) -> Sequence[PageLink]:
        return [
            PageLink(
                deed.on_row or deed.title, reverse(f"admin:{self._url_name(deed)}", args=[row.pk])
            )
            for deed in self.deeds
            if may(request, deed.permission) and deed.fits(row)
        ]

    def ask_and_do(
        self, request: HttpRequest, rows: Sequence[ModelT], *, deed: Deed[ModelT], back: str
    ) -> HttpResponse:
        """Show the page that asks, or, once it was answered, do it row by row and go back."""
        if not may(request, deed.permission):
            raise PermissionDenied
        if len(rows) > MOST_AT_ONCE:
            text = f"{len(rows)} rows are too many at once; choose at most {MOST_AT_ONCE}."
            messages.error(request, text)
            return redirect(back)
        form = _form(deed, request)
        if form.is_valid():
            told = Told(person_of(request), form.cleaned_data.get("words", ""), timezone.now())
            _do_each(request, rows, deed=deed, told=told)
            return redirect(back)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            **self.noun_words(),
            "opts": self.opts,
            "title": deed.title,
            "deed": deed,
            "form": form,
            "lines": [(row.pk, deed.shown(row)) for row in rows],
            "back": back,
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "confirmed_name": _CONFIRMED,
        }
        return TemplateResponse(request, "admin/ask.html", context)

    def _row_view(self, deed: Deed[ModelT], request: HttpRequest, object_id: str) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return self.ask_and_do(request, [row], deed=deed, back=change_url(row))

    def _url_name(self, deed: Deed[Any]) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{deed.name}"


def _act(
    deed: Deed[Any], model_admin: DeedsAdmin[Any], request: HttpRequest, rows: QuerySet[Any]
) -> HttpResponse:
    """Answer the list, which posts the wish, and the page that asks, which posts the answer."""
    back = request.get_full_path()
    return model_admin.ask_and_do(request, list(rows), deed=deed, back=back)


def _form(deed: Deed[Any], request: HttpRequest) -> forms.Form:
    answer = request.POST if _CONFIRMED in request.POST else None
    if not deed.asks_for:
        return forms.Form(answer)
    form = _WordsForm(answer)
    form.fields["words"].label = deed.asks_for
    return form


def _do_each(
    request: HttpRequest, rows: Sequence[ModelT], *, deed: Deed[ModelT], told: Told
) -> None:
    done = []
    for row in rows:
        line = deed.shown(row)
        try:
            deed.do(row, told)
        except tuple(deed.refusals) as refusal:
            reason = next(said for kind, said in deed.refusals.items() if isinstance(refusal, kind))
            messages.error(request, f"{line}: {reason or refusal}")
        else:
            done.append(line)
    if len(done) > _MOST_TOLD_ONE_BY_ONE:
        messages.success(request, f"{deed.done}: {len(done)} of {len(rows)}.")
        return
    for line in done:
        messages.success(request, f"{deed.done}: {line}.")
