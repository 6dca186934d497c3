"""What a browser would send back of a page's forms, read from the page as it came."""

from html.parser import HTMLParser

Field = dict[str, str | None]


class FilledForm(HTMLParser):
    """Keeps each named field of a page with its value; ticked boxes and chosen options only."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, object] = {}
        self._select: str | None = None
        self._textarea: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        field = dict(attributes)
        if tag == "input":
            self._keep_input(field)
        elif tag == "select":
            self._select = field.get("name")
        elif tag == "option" and self._select and "selected" in field:
            self.values[self._select] = field.get("value") or ""
        elif tag == "textarea":
            self._textarea = field.get("name")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, text: str) -> None:
        if self._textarea:
            self.values[self._textarea] = text.strip()

    def _keep_input(self, field: Field) -> None:
        name, kind = field.get("name"), field.get("type", "text")
        if not name or kind in {"submit", "file"}:
            return
        if kind not in {"checkbox", "radio"}:
            self.values[name] = field.get("value") or ""
        elif "checked" in field:
            ticked = self.values.setdefault(name, [])
            assert isinstance(ticked, list)
            ticked.append(field.get("value") or "on")
