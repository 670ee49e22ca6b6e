"""Every value of a TOML text must be found at its place: what stands there, read alone, is the value."""

from datetime import datetime
from pathlib import Path

import pytest
import tomli

from pglint.config.places import Places
from pglint.source import Source

HEADERS = [
    ("[a.b]\nc = 1", ("a",), "[a.b]"),
    ("[a.b]\nc = 1\n[a]\nd = 1", ("a",), "[a]"),
    ("[[a.b]]\n[[a.b]]", ("a", "b", 1), "[[a.b]]"),
    ("[[a]]\n[a.b.c]", ("a", 0, "b"), "[a.b.c]"),
]
NASTY = {
    "bare keys and dotted keys": "a = 1\nb.c.d = 2\nb . c . e = 3 # three\n1.2 = 4\n-_-=5\n",
    "quoted keys": '"a.b" = 1\n\'c "d\'.e = 2\n"\\u0061\\"]" = 3\n"" = 4\n["x.y"."z]"]\nk = 5\n[ \'#\' ]\n"=" = 6\n',
    "strings that look like syntax": (
        'a = "# no [comment] = {"  # yes\nb = \'\\\'\nc = "\\"\\\\"\nd = ""\ne = \'\'\nf=1\n'
    ),
    "multi-line strings": (
        'a = """\nb = 1\n[t]\n\\"""x"""\nc = \'\'\'\n\\\' # x\'\'\'\nd = """"""\ne = """q""""\nf = """q"""""\ng = 1\n'
    ),
    "quotes before the closing three": "a = '''x''''\nb = '''y'''''\nc = 3\n",
    "bare values": "a = 1979-05-27 07:32:00 # t\nb = +1_000\nc = 0x1F\nd = -inf\ne = true\t\nf = 1e3\ng=07:32:00",
    "arrays": 'a = [1, [2, "]"], # c ]\n  # d\n  3,\n]\nb = []\nc = [[],[ ] , [{x=1}, {y = [2]}]]\nd = 4\n',
    "inline tables": "a = {b = 1, c.d = 'x, }', \"e f\" = {g = [1, 2]}}\nh = {}\ni = 1\n",
    "inline tables of TOML 1.1": "a = {\n  b = 1, # c }\n  d = 2,\n}\ne = 3\n",
    "tables": "[a]\nb = 1\n[ a . c ] # d\ne = 2\n[f.'g h'.i]\nj = 3\n",
    "arrays of tables": (
        "[[s]]\nn = 1\n[s.t]\nx = 1\n[[s.app]]\nn = 2\n[[s.app]]\nn = 3\n[s.app.u]\nv = 4\n"
        "[[s]]\nn = 5\n[[ s . app ]]\nn = 6\n[[s.app.deep]]\nk = 7\n[z]\nn = 8\n"
    ),
    "a table after its part": "[a.b]\nc = 1\n[a]\nd = 2\n",
    "carriage returns": 'a = 1\r\n[[t]]\r\nb = [\r\n  1,\r\n  "x",\r\n]\r\nc = """\r\nx"""\r\nd = true\r\n',
    "quoted letters": '"ä" = "é€𝄞"\nb = "x" # ü\nc = 1\n',
    "blanks everywhere": "\n\n \t a\t=\t1 \t\n\t[ t ]\t\n   b =  [ 1 , 2 ]   # c\n",
    "no line end": "a = 1",
    "an empty text": "",
    "only a comment": "# a = 1",
}


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    yield path, value


def check(text):
    """The number of values found: as written, or for a table that headers or dotted keys open, where one names it."""
    places = Places(Source("x.toml", text))
    checked = 0
    for path, value in leaves(tomli.loads(text)):
        if not path:
            continue
        span = places.value(path)
        checked += 1
        if isinstance(value, dict) and not span.text.startswith("{"):
            assert span.text.startswith("[") or span.text == places.key(path).text, path
        elif value and isinstance(value, list) and isinstance(value[0], dict) and span.text.startswith("[["):
            assert places.value((*path, 0)) == span
        else:
            assert tomli.loads(f"x = {span.text}")["x"] == value, path
    return checked


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_every_value_is_found_where_it_stands(text):
    assert check(text) == sum(1 for path, _ in leaves(tomli.loads(text)) if path)


def test_the_project_s_own_toml():
    assert check(Path("pyproject.toml").read_text()) > 20


@pytest.mark.parametrize(
    ("text", "path", "key", "value"),
    [
        ("a = 1", ("a",), (1, 1, "a"), (1, 5, "1")),
        ("a.b = 1", ("a",), (1, 1, "a"), (1, 1, "a")),
        ("a.b = 1", ("a", "b"), (1, 3, "b"), (1, 7, "1")),
        ("[t]\n'k' = 'v' # c", ("t", "k"), (2, 1, "'k'"), (2, 7, "'v'")),
        ("x=1\n[[s]]\n[[s]]\n  n = 2", ("s", 1, "n"), (4, 3, "n"), (4, 7, "2")),
        ("x=1\n[[s]]\n[[s]]\n  n = 2", ("s", 1), (3, 1, "[[s]]"), (3, 1, "[[s]]")),
        ("x=1\n[[s]]\n[[s]]\n  n = 2", ("s",), (2, 1, "[[s]]"), (2, 1, "[[s]]")),
        ("a = {b = 1,  cd= 2}", ("a", "cd"), (1, 14, "cd"), (1, 18, "2")),
        ("a = {b = 1}  # x", ("a",), (1, 1, "a"), (1, 5, "{b = 1}")),
        ("a = [1,\n 'x']", ("a", 1), None, (2, 2, "'x'")),
        ("a = 1979-05-27 07:32:00  # t", ("a",), (1, 1, "a"), (1, 5, "1979-05-27 07:32:00")),
    ],
)
def test_places(text, path, key, value):
    places = Places(Source("x.toml", text))
    assert told(places.key(path)) == key
    assert told(places.value(path)) == value


@pytest.mark.parametrize(("text", "path", "header"), HEADERS)
def test_where_a_table_stands(text, path, header):
    assert Places(Source("x.toml", text)).value(path).text == header


def told(span):
    return (span.line, span.column, span.text) if span else None


def test_a_root_is_put_before_every_path():
    places = Places(Source("pyproject.toml", "[tool.pglint]\nprofile = 'strict'\n"), ("tool", "pglint"))
    assert told(places.value(("profile",))) == (2, 11, "'strict'")
    assert told(places.value(())) == (1, 1, "[tool.pglint]")
    assert places.value(("select",)) is None


def test_the_reading_alone_is_no_accident():
    """The check above would see a span that is one character off."""
    text = "when = 1979-05-27 07:32:00"
    span = Places(Source("x.toml", text)).value(("when",))
    assert tomli.loads(f"x = {span.text}")["x"] == datetime(1979, 5, 27, 7, 32)
    with pytest.raises(tomli.TOMLDecodeError):
        tomli.loads(f"x = {text[span.start : span.end - 1]}")
