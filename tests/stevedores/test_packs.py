import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import playwright
import pytest

from stevedores.packs import PackError, pack_modules, pack_styles

NODE = Path(playwright.__file__).parent / "driver" / "node"
SHIP = {
    "js/main.js": """import { add } from './sums/add.js';
import { NAME as SHIP, Tally } from './tally.js';

// Says it all.
export const words = () => `${SHIP}: ${add(new Tally().count, 1)}`;
""",
    "js/sums/add.js": "/** Adds. */\nexport function add(one, other) {\n  return one + other;\n}\n",
    "js/tally.js": """const secret = 41;
class Tally {
  count = secret;
}
const NAME = 'Example';
export { Tally, NAME };
""",
}


def reading(files: dict[str, str], **others: str) -> Callable[[str], str]:
    return (files | others).__getitem__


def printed_by(module: str) -> str:
    script = module + "\nconsole.log(words());\n"
    outcome = subprocess.run(
        [NODE, "--input-type=module"], input=script, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.strip()


def test_a_pack_says_what_its_modules_said() -> None:
    packed = pack_modules("js/main.js", read=reading(SHIP))

    assert printed_by(packed) == "Example: 42"
    assert "import" not in packed


def test_it_says_the_same_where_the_minifier_has_no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "minify", None)

    packed = pack_modules("js/main.js", read=reading(SHIP))

    assert printed_by(packed) == "Example: 42"


def test_a_module_that_two_import_is_packed_once() -> None:
    files = {
        "main.js": "import { one } from './one.js';\nimport { two } from './two.js';\n"
        "export const words = () => [one === two];\n",
        "one.js": "import { it } from './it.js';\nexport const one = it;\n",
        "two.js": "import { it } from './it.js';\nexport const two = it;\n",
        "it.js": "export const it = { all: 'of it' };\n",
    }

    packed = pack_modules("main.js", read=reading(files))

    assert packed.count("of it") == 1
    assert printed_by(packed) == "[ true ]"


def test_comments_are_left_out_and_licences_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "minify", None)
    text = "/*! MIT */\n/* why */\n  // because\nexport const words = () => 'a // b';\n"

    packed = pack_modules("main.js", read=reading({"main.js": text}))

    assert "MIT" in packed
    assert "a // b" in packed
    assert "why" not in packed
    assert "because" not in packed


def test_modules_that_import_each_other_are_refused() -> None:
    circle = "import { add } from './sums/add.js';\n"
    add = "import { NAME } from '../tally.js';\nexport const add = NAME;\n"
    files = reading(SHIP, **{"js/tally.js": circle, "js/sums/add.js": add})

    with pytest.raises(PackError, match="imports itself"):
        pack_modules("js/main.js", read=files)


@pytest.mark.parametrize(
    "form",
    ["export default 1;", "import * as all from './it.js';", "export * from './it.js';"],
)
def test_a_form_that_this_house_does_not_write_is_refused_by_name(form: str) -> None:
    with pytest.raises(PackError, match=r"main\.js: (import|export)"):
        pack_modules("main.js", read=reading({"main.js": f"{form}\n"}))


def test_styles_are_packed_in_their_order() -> None:
    files = {"one.css": "/* first */\n.a {\n  color: red;\n}\n", "two.css": ".a {\n  top: 0;\n}\n"}

    packed = pack_styles(["one.css", "two.css"], read=reading(files))

    assert packed.index("red") < packed.index("top")
    assert "first" not in packed
