import subprocess
from pathlib import Path

import playwright
import pytest

from stevedores.script_names import declared_names
from stevedores.script_words import NotScript, Word, words_of
from stevedores.short_scripts import OF_THE_BROWSER, free_names, shorten
from tests.house.house import own_static, short

NODE = Path(playwright.__file__).parent / "driver" / "node"
#: From Preact, htm and idb, and the words of import and export.
IMPORTED = {"html", "render", "openDB", "from", "as"} | {
    f"use{hook}" for hook in ("Callback", "Effect", "Id", "LayoutEffect", "Memo", "Ref", "State")
}


def printed_by(module: str) -> str:
    outcome = subprocess.run(
        [NODE, "--input-type=module"], input=module, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout.strip()


def spoken(text: str) -> list[Word]:
    return [word for word in words_of(text) if word.kind not in {"space", "comment"}]


def test_the_words_of_a_script_are_the_script() -> None:
    for path in own_static(".js"):
        text = path.read_text(encoding="utf-8")

        assert "".join(word.text for word in words_of(text)) == text, path


@pytest.mark.parametrize("text", ["const a = `never closed", "log({} / b / c);", "of / b / c;"])
def test_what_is_no_script_is_refused(text: str) -> None:
    with pytest.raises(NotScript):
        list(words_of(text))


@pytest.mark.parametrize(
    ("text", "shorter"),
    [
        ("const count = 1;\nlog(count + count);", "const a=1;log(a+a);"),
        ("/* why */ let text = 'a // b'; // why", "let a='a // b';"),
        ("const text = html`it's ${ name }\n    and on`;", "const a=html`it's ${name}\nand on`;"),
        ("const isIt = /a\\/b[/]/g.test(word);", "const a=/a\\/b[/]/g.test(word);"),
        (
            "class Tally { #count = 0; add() { this.#count += 1; } }",
            "class a{#a=0;add(){this.#a+=1;}}",
        ),
        ("const { count } = it; log({ count });", "const{count}=it;log({count});"),
        ("const { count: number } = it; log(number);", "const{count:a}=it;log(a);"),
        ("const f = (one, ...rest) => one.two(rest);", "const c=(a,...b)=>a.two(b);"),
        ("function walk(way = here) { return way; }", "function b(a=here){return a;}"),
        (
            "const one = a ? b : c; log({ one: one, two() {} });",
            "const d=a?b:c;log({one:d,two(){}});",
        ),
        ("for (const each of all) log(each)\nend()", "for(const a of all)log(a)\nend()"),
        ("let low = 0;\nlow = low + +low - -low;", "let a=0;a=a+ +a- -a;"),
        ("document.title = title; const title = 1;", "document.title=a;const a=1;"),
        ("try { go(); } catch (error) { log(error); }", "try{go();}catch(a){log(a);}"),
        ("/*! MIT */\nlog(1);", "/*! MIT */\nlog(1);"),
        ("const half = f; log({ size: 3 * half(4) });", "const a=f;log({size:3*a(4)});"),
        ("log({ *each() {} }); const each = 1;", "log({*each(){}});const a=1;"),
        ("const half = f; class A { b = 3 * half(4); }", "const a=f;class b{b=3*a(4);}"),
        (
            "const write = f; switch (b) { case 'a': { write('x'); } }",
            "const a=f;switch(b){case'a':{a('x');}}",
        ),
        (
            "const one = 1; const it = b ? c : { one: one };",
            "const a=1;const d=b?c:{one:a};",
        ),
        ("const tell = f; class A { static { tell(1); } }", "const a=f;class b{static{a(1);}}"),
        ("const g = ({ clock = wrap(Date) }) => clock;", "const a=({clock=wrap(Date)})=>clock;"),
        ("const g = (ask = wrap(fetch)) => ask;", "const b=(a=wrap(fetch))=>a;"),
        ("const { [key(Date)]: it } = b;", "const{[key(Date)]:a}=b;"),
        (
            "for await (const it of all(Date)) { log(it); }",
            "for await(const a of all(Date)){log(a);}",
        ),
        ("const A = class { b = wrap(Date); };", "const a=class{b=wrap(Date);};"),
        (
            "const name = 1; log({ class: 'a', b: { name: 2 } });",
            "const a=1;log({class:'a',b:{name:2}});",
        ),
        ("const quote = 1; if (b) /quote/.exec(b);", "const a=1;if(b)/quote/.exec(b);"),
        ("const quote = 1; log((b) / quote / 2);", "const a=1;log((b)/a/2);"),
        ("const head = 1; log(head / quote / 2);", "const a=1;log(a/quote/2);"),
        ("log(one / /2/.exec(x));", "log(one/ /2/.exec(x));"),
        ("log(/b/ in c);", "log(/b/ in c);"),
        ("log(1 .b);", "log(1 .b);"),
        ("if (b) return /* c\n */ 1;", "if(b)return\n1;"),
        ("if (b) return\n-1;", "if(b)return\n-1;"),
    ],
)
def test_a_script_gets_shorter_and_means_the_same(text: str, shorter: str) -> None:
    assert shorten(text) == shorter


def test_nothing_is_moved_before_what_it_needs() -> None:
    text = """const exchange = async ({ headers }) => ({ body: headers.word });
async function post(content) {
  const headers = { word: content };
  const { body } = await exchange({ headers });
  return body;
}
console.log(await post('said'));
"""

    assert printed_by(shorten(text)) == "said"


def test_names_from_outside_are_not_given_to_anything_else() -> None:
    assert shorten("const long = a; log(long);") == "const b=a;log(b);"
    assert shorten("const html = a; html`b`;") == "const html=a;html`b`;"


def test_a_name_of_the_browser_is_never_shortened_not_even_a_local_one() -> None:
    text = "const f = (fetch) => fetch(1); fetch(2); f(console);"

    assert shorten(text) == "const a=(fetch)=>fetch(1);fetch(2);a(console);"


def test_every_name_of_the_field_app_is_told_apart() -> None:
    modules = [path for path in own_static(".js") if "/js/field/" in str(path)]
    texts = {short(path): path.read_text(encoding="utf-8") for path in modules}
    exported = set().union(*(declared_names(spoken(text)) for text in texts.values()))

    strange = {
        name: free_names(text) - OF_THE_BROWSER - exported - IMPORTED
        for name, text in texts.items()
    }

    assert {name: found for name, found in strange.items() if found} == {}


def test_only_markup_loses_its_indentation() -> None:
    text = "const a=html`<p>\n  ${`b\n  c`}\n  </p>`;const b=`d\n  ${e}\n  f`;"

    assert shorten(text) == "const a=html`<p>\n${`b\n  c`}\n</p>`;const b=`d\n  ${e}\n  f`;"
