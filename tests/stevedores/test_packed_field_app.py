"""The field app as it is served: what its modules do, the pack of them has to do as well."""

import re
import shutil
import subprocess
from pathlib import Path

import playwright
from django.conf import settings

from stevedores import packs
from stevedores.short_scripts import shorten
from tests.house.house import PROJECT
from tests.servers.fixtures import OpenBrowser

NODE = Path(playwright.__file__).parent / "driver" / "node"
# Every rule as the browser understood it; only custom properties keep the spaces of their writer.
RULES = """(texts) => texts.map((text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText.replace(/\\s+/g, ' ').replace(/, /g, ','));
})"""


def node(*arguments: str, folder: Path) -> str:
    outcome = subprocess.run(
        [NODE, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, (
        "".join(re.findall(r"^not ok.*(?:\n .*)*", outcome.stdout, re.MULTILINE))
        + outcome.stderr[-3000:]
    )
    return outcome.stdout


def is_source(path: Path) -> bool:
    """Tell whether a collected style is named as it was written, without a hash."""
    return bool(re.fullmatch(r"[\w-]+\.css", path.name))


def shortened(name: str, text: str) -> str:
    """Return a module as packs have it, but with imports and exports of its own."""
    imports = "".join(found[0] + "\n" for found in packs._IMPORT.finditer(text))
    body = packs._IMPORT.sub("", text)
    exports = packs._exports(name, text, body)
    body = packs._EXPORT_LIST.sub("", packs._EXPORT.sub("", body))
    given = packs._numbered(inner for inner, _ in exports)
    names = packs._numbered(outer for _, outer in exports)
    wrapped = shorten(f"const $0=(()=>{{{body}\nreturn{{{given}}}}})();")
    return f"{imports}{wrapped}\nexport const{{{names}}}=$0;\n"


def test_where_there_is_no_page_the_pack_only_hands_out_the_worker(
    static_files: None, tmp_path: Path
) -> None:
    pack = shutil.copy(Path(settings.STATIC_ROOT) / "packs" / "field.js", tmp_path / "field.mjs")
    script = f"import('{pack}').then((pack) => console.log(Object.keys(pack).join()))"

    assert node("--eval", script, folder=tmp_path).strip() == "serve"


def test_the_modules_pass_their_own_tests_when_they_are_shortened(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "static", tmp_path / "static")
    shutil.copytree(PROJECT / "tests" / "js", tmp_path / "tests" / "js")
    # Some tests hold the words of the app against it.
    shutil.copytree(PROJECT / "docs", tmp_path / "docs")
    places = [tmp_path / "static" / "js" / "field", tmp_path / "static" / "vendor"]
    for path in [path for place in places for path in place.rglob("*.js")]:
        path.write_text(shortened(path.name, path.read_text(encoding="utf-8")), encoding="utf-8")

    words = node("--test", "--test-reporter=tap", "tests/js/**/*.test.mjs", folder=tmp_path)

    assert int(re.findall(r"^# pass (\d+)$", words, re.MULTILINE)[0]) > 300


def test_a_browser_reads_the_same_rules_in_the_packed_styles(
    static_files: None, open_a_browser: OpenBrowser
) -> None:
    root = Path(settings.STATIC_ROOT)
    places = settings.STATIC_PACKS["packs/field.css"]
    sources = [path for place in places for path in sorted(root.glob(f"{place}*"))]
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources if is_source(path))
    packed = (root / "packs" / "field.css").read_text(encoding="utf-8")

    meant, understood = open_a_browser().new_page().evaluate(RULES, [written, packed])

    assert len(understood) > 100
    assert understood == meant
