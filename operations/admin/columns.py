"""How values read in admin: times on the terminal's clock, links, badges."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from operations.models import Terminal, VesselCall
from operations.vocabulary import CallStatus, Flag

NOTHING = "\N{EN DASH}"

_CALL_KINDS = {
    CallStatus.WORKING: "good",
    CallStatus.STOPPED: "attention",
    CallStatus.CANCELLED: "quiet",
    CallStatus.CLOSED: "quiet",
}


def local_minute(instant: datetime | None, terminal: Terminal) -> str:
    """Return an instant to the minute on a terminal's clock, such as 2026-11-25 10:42."""
    return f"{instant.astimezone(terminal.zone):%Y-%m-%d %H:%M}" if instant else NOTHING


def own_minute(instant: datetime | None) -> str:
    """Return an instant to the minute on the clock of whoever looks: it belongs to no terminal."""
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}" if instant else NOTHING


def own_second(instant: datetime | None) -> str:
    """Return an instant to the second on the clock of whoever looks."""
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M:%S}" if instant else NOTHING


def local_second(instant: datetime | None, terminal: Terminal) -> str:
    """Return an instant to the second on a terminal's clock."""
    return f"{instant.astimezone(terminal.zone):%Y-%m-%d %H:%M:%S}" if instant else NOTHING


def zone_name(instant: datetime, terminal: Terminal) -> str:
    """Return what the terminal's clock is called at an instant, such as America/New_York, EST."""
    short = instant.astimezone(terminal.zone).tzname() or ""
    return f"{terminal.time_zone}, {short}" if short.isalpha() else terminal.time_zone


def change_url(row: Model) -> str:
    """Return where a row's own page is."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(name, args=[quote(row.pk)])


def list_url(noun: type[Model], query: str = "") -> str:
    """Return where a noun's list is, cut by a query such as call__id__exact=7."""
    name = f"admin:{noun._meta.app_label}_{noun._meta.model_name}_changelist"
    return f"{reverse(name)}?{query}" if query else reverse(name)


def link_to(row: Model | None, text: str = "") -> str:
    """Return a link to a row's own page."""
    if row is None:
        return NOTHING
    return format_html('<a href="{}">{}</a>', change_url(row), text or str(row) or f"No. {row.pk}")


def badge(text: str, kind: str = "") -> SafeString:
    """Return a word in a pill; kind is good, attention, trouble or nothing."""
    classes = f"badge badge-{kind}" if kind else "badge"
    return format_html('<span class="{}">{}</span>', classes, text)


def call_status(status: str) -> SafeString:
    """Return where a call is in its life."""
    word = CallStatus(status)
    return badge(word.label, _CALL_KINDS.get(word, ""))


def flag_badges(flags: str) -> str:
    """Return what an event was noticed for."""
    words = [Flag(flag).label for flag in flags.split()]
    if not words:
        return NOTHING
    return format_html_join(" ", "{}", ((badge(word, "attention"),) for word in words))


def identifier(text: str) -> str:
    """Return a VIN, a digest or a file's sum in figures that line up."""
    return format_html('<code class="identifier">{}</code>', text) if text else NOTHING


def pretty_json(text: str) -> str:
    """Return what a tablet sent, indented; as it came when it is no JSON."""
    try:
        shown = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        shown = text
    return format_html('<pre class="raw" tabindex="0">{}</pre>', shown)


def call_link(call: VesselCall | None) -> str:
    """Return a link to a call, as short as a column of a list wants it."""
    return NOTHING if call is None else link_to(call, f"{call.vessel} {call.voyage}")


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Return a few words in columns, for the page of a row."""
    if not rows:
        return NOTHING
    cells = ((format_html_join("", "<td>{}</td>", ((cell,) for cell in row)),) for row in rows)
    return format_html(
        '<table class="plain"><tbody>{}</tbody></table>', format_html_join("", "<tr>{}</tr>", cells)
    )
