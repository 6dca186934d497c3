"""Static files under hashed names, also for the modules that JavaScript imports."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from stevedores.packs import pack_modules, pack_styles

# Nobody links what is only packed, and Django follows imports no deeper than five modules.
_ONLY_PACKED = ("js/field/", "css/field/")


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Files whose name changes with their content, so that a cache may keep them for ever."""

    # Rewrites ``import … from './x.js'`` to the hashed name; without it a new deploy would run
    # half old and half new modules.
    support_js_module_import_aggregation = True

    def post_process(
        self, paths: dict[str, Any], *, dry_run: bool = False
    ) -> Iterator[tuple[str, str, bool]]:
        """Make the packs of the settings out of what was collected, then hash everything."""
        if not dry_run:
            for pack, made_of in settings.STATIC_PACKS.items():
                self._write(pack, self._packed(made_of, sorted(paths)))
                paths[pack] = (self, pack)
            paths = {name: at for name, at in paths.items() if not name.startswith(_ONLY_PACKED)}
        yield from super().post_process(paths, dry_run=dry_run)

    def _packed(self, made_of: list[str], names: list[str]) -> str:
        if made_of[0].endswith(".js"):
            return pack_modules(made_of[0], read=self._text)
        # A folder stands for all its files.
        styles = [name for place in made_of for name in names if name.startswith(place)]
        return pack_styles(styles, read=self._text)

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return str(file.read().decode())

    def _write(self, name: str, text: str) -> None:
        if self.exists(name):
            self.delete(name)
        self.save(name, ContentFile(text.encode()))
