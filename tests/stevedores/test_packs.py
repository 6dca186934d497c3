import subprocess
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


def pack(main: str, **others: str) -> str:
    """Pack a module of these words; others may stand beside it, such as ``it`` for it.js."""
    files = {"main.js": main} | {f"{name}.js": text for name, text in others.items()}
    return pack_modules("main.js", read=reading(files))


def run(module: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [NODE, "--input-type=module"], input=module, capture_output=True, text=True, check=False
    )


def printed_by(module: str) -> str:
    outcome = run(module + "\nconsole.log(words());\n")
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.strip()


def test_a_pack_says_what_its_modules_said() -> None:
    packed = pack_modules("js/main.js", read=reading(SHIP))

    assert printed_by(packed) == "Example: 42"
    assert "import" not in packed


def test_modules_run_once_and_in_the_order_of_their_imports() -> None:
    packed = pack(
        "import { one } from './one.js';\nimport { two } from './two.js';\n"
        "export const words = () => [...one, 'main'].join() + (one === two);\n",
        one="import { ran } from './it.js';\nran.push('one');\nexport const one = ran;\n",
        two="import { ran } from './it.js';\nran.push('two');\nexport const two = ran;\n",
        it="export const ran = ['it'];\n",
    )

    assert printed_by(packed) == "it,one,two,maintrue"


def test_two_modules_with_the_same_names_inside_do_not_meet() -> None:
    packed = pack(
        "import { name as other } from './other.js';\nconst hidden = 'ours';\n"
        "const name = hidden;\nexport function words() {\n  return [name, other].join();\n}\n",
        other="const hidden = 'theirs';\nexport const name = hidden;\n",
    )

    assert printed_by(packed) == "ours,theirs"


def test_every_form_of_export_arrives_under_its_name() -> None:
    packed = pack(
        "import {\n  A, b, c, d as e,\n  f,\n} from './it.js';\n"
        "export const words = () => [new A().one, b(), c, e().next().value, typeof f].join();\n",
        it="export class A {\n  one = 1;\n}\nexport function b() {\n  return 2;\n}\n"
        "export const c = 3;\nfunction* own() {\n  yield 4;\n}\n"
        "export async function f() {\n  await own();\n}\nexport { own as d };\n",
    )

    assert printed_by(packed) == "1,2,3,4,function"


def test_what_was_imported_may_be_exported_again() -> None:
    packed = pack(
        "import { words } from './it.js';\nexport { words };\n",
        it="export const words = () => 'it';\n",
    )

    assert printed_by(packed) == "it"


def test_code_stays_as_strict_as_a_module() -> None:
    packed = pack("export function words() {\n  undeclared = 1;\n  return this;\n}\n")

    assert "undeclared is not defined" in run(packed + "\nwords();\n").stderr


def test_texts_stay_as_they_are_written() -> None:
    packed = pack(
        "const d = `d\n  e`;\n"
        "export const words = () => JSON.stringify(`a\n  // b\n  /* c */\n   import ${d}`);\n"
    )

    assert printed_by(packed) == r'"a\n  // b\n  /* c */\n   import d\n  e"'


def test_licences_stay() -> None:
    assert "/*! MIT */" in pack("/*! MIT */\n/* why */\nexport const words = () => 1;\n")


@pytest.mark.parametrize(
    "form",
    [
        "export default 1;",
        "export default function words() {}",
        "export let words = 1;",
        "export var words = 1;",
        "export const { words } = {};",
        "export * from './it.js';",
        "export { it } from './it.js';",
        "import './it.js';",
        "import it from './it.js';",
        "import * as all from './it.js';",
        "import it, { other } from './it.js';",
        "import { it } from 'it';",
        "const it = await import('./it.js');",
        "  import('./it.js').then(() => 1);",
        "export const here = () => import.meta.url;",
        "const it = await fetch('/');",
        "await (1);",
    ],
)
def test_a_form_that_this_house_does_not_write_is_refused_with_file_and_line(form: str) -> None:
    with pytest.raises(PackError) as refusal:
        pack(f"const one = 1;\n{form}\nconst two = 2;\n", it="export const it = 1;\n")

    assert str(refusal.value).startswith("main.js:2: ")
    assert form.strip().removeprefix("export ") in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("let it = 1;\nit = 2;\nexport { it };\n", "it may change after its export"),
        ("let it;\nexport { it };\nexport const two = 2;\n", "export { it }"),
        ("let it = 1;\nconst f = () => it++;\nexport { it };\n", "it may change after its export"),
        ("var it = 1;\nconst f = () => --it;\nexport { it as two };\n", "it may change"),
        ("let it = 1;\nconst f = () => { it ||= 2; };\nexport { it };\n", "it may change"),
        ("export const it = 1;\nexport { it };\n", "exports a name twice"),
        ("const $1 = 1;\n", "const $1 = 1;".removeprefix("const ")),
        ("import { other } from './it.js';\n", "it.js does not export {'other'}"),
        ("import { it } from './main.js';\n", "main.js imports this one, in a circle"),
        ("if (1) {\n  await fetch('/');\n}\n", "await fetch('/');"),
        ("const f = async () => 1;\nawait (f());\n", "main.js:2: await (f());"),
        ("return 1;\n", "return 1;"),
        ("const one = 1; import { it } from './it.js';\n", "import"),
        ("const one = 1; export { one as it, };f();\n", "export { one"),
        ("const one = (;\n", "as many brackets"),
        ("const one = )(;\n", "as many brackets"),
        ("const one = 1;\nlog({} / one / 2);\n", "main.js:2: this is no script"),
        ("const one = 1;\neval('one');\n", "main.js:2: eval('one');"),
        ("const one = 1;\nclass A extends f({ one: 1 }) {}\n", "main.js:2: class A extends f("),
        ("class A {\n  b = 1\n  c = 2\n}\nconst c = 1;\n", "main.js:3: c = 2"),
        ("const one = f\n{ one(1); }\n", "main.js:2: { one(1); }"),
    ],
)
def test_what_would_mean_something_else_in_a_pack_is_refused(text: str, why: str) -> None:
    with pytest.raises(PackError) as refusal:
        pack(text, it="export const it = 1;\n")

    assert str(refusal.value).startswith("main.js:")
    assert why in str(refusal.value)


def test_modules_that_import_each_other_are_refused() -> None:
    circle = "import { add } from './sums/add.js';\n"
    add = "import { NAME } from '../tally.js';\nexport const add = NAME;\n"
    files = reading(SHIP, **{"js/tally.js": circle, "js/sums/add.js": add})

    with pytest.raises(PackError, match=r"js/tally\.js:1: js/sums/add\.js imports this one"):
        pack_modules("js/main.js", read=files)


def test_a_module_that_is_not_there_is_named_with_who_wants_it() -> None:
    with pytest.raises(PackError, match=r"main\.js:1: .*gone\.js"):
        pack("import { it } from './gone.js';\n")


def test_a_constant_is_set_before_what_is_taken_apart_with_its_help() -> None:
    packed = pack(
        "export function words() {\n  const heads = [1];\n"
        "  const { body } = { body: { heads } };\n  return body.heads[0];\n}\n"
    )

    assert printed_by(packed) == "1"


def test_styles_are_packed_in_their_order() -> None:
    files = {"one.css": "/* first */\n.a {\n  color: red;\n}\n", "two.css": ".a {\n  top: 0;\n}\n"}

    packed = pack_styles(["one.css", "two.css"], read=reading(files))

    assert packed.index("red") < packed.index("top")
    assert "first" not in packed


@pytest.mark.parametrize(
    "text",
    [
        "@import 'other.css';\n",
        "@charset 'utf-8';\n",
        ".a { background: url('../a.svg'); }\n",
        ".a {\n  top: 0;\n",
    ],
)
def test_a_style_that_would_mean_something_else_in_a_pack_is_refused(text: str) -> None:
    with pytest.raises(PackError, match=r"two\.css:\d+: "):
        pack_styles(["one.css", "two.css"], read=reading({"one.css": "", "two.css": text}))
