"""Does once, before workers are forked, what each would do for the first people it serves."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver


def warm_up() -> None:
    """Read all templates and addresses, so that the first page of a worker is no slower."""
    # Fills itself when it is first asked.
    _ = get_resolver().reverse_dict
    for name in _templates():
        get_template(name)


def _templates() -> Iterator[str]:
    """Yield each template by its name, those of Django's own pages too."""
    folders = [settings.BASE_DIR / "templates", *get_app_template_dirs("templates")]
    names = {
        str(path.relative_to(folder)) for folder in folders for path in Path(folder).rglob("*.html")
    }
    yield from sorted(names)
