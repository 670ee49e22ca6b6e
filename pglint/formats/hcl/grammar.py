"""python-hcl2's parser, with the tables that lark makes of its grammar kept.

Analysing the grammar takes two seconds, loading the tables a tenth of one. They come with the wheel; where they are
another version's, or in a checkout, they are made once and kept in the user's cache folder. (lark's own cache knows its
tables by the path of its file, which is in site-packages and often not ours to write.)
"""

from __future__ import annotations

import os
import sys

from pglint.once import cache
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

TABLES = "grammar.bin"


def tree(text: str) -> Any:
    """The raw lark tree of a text that ends with its last expression. Raises what lark raises."""
    return _parser().parse(text + "\n")  # as hcl2.parses_to_tree does


def tables() -> bytes:
    """The tables as bytes, behind a line with the versions that they belong to."""
    from io import BytesIO

    file = BytesIO()
    _made().save(file, ("postlex", "propagate_positions"))
    return _versions() + file.getvalue()


@cache
def _parser() -> Any:
    from pglint.rulebook import pack

    versions = _versions()
    kept = os.path.join(pack.cache_folder(), TABLES)
    for path in (os.path.join(os.path.dirname(os.path.abspath(__file__)), TABLES), kept):
        found = pack.read(path)
        loaded = _loaded(found[len(versions) :]) if found.startswith(versions) else None
        if loaded is not None:
            return loaded
    pack.write(kept, tables())
    return _made()


def _versions() -> bytes:
    from hcl2.version import version as hcl2_version
    from lark import __version__ as lark_version

    python = ".".join(map(str, sys.version_info[:2]))
    return f"hcl2 {hcl2_version}, lark {lark_version}, python {python}\n".encode()


def _options() -> dict[str, Any]:
    """What is not part of the tables (hcl2/parser.py)."""
    from hcl2.postlexer import PostLexer

    return {"postlex": PostLexer(), "propagate_positions": True}


def _loaded(data: bytes) -> Any:
    """The parser of some tables; None where they are broken."""
    from io import BytesIO

    from lark import Lark

    try:
        return Lark.__new__(Lark)._load(BytesIO(data), **_options())
    except Exception:  # a torn file may raise anything, and is made anew
        return None


@cache
def _made() -> Any:
    """The parser out of the grammar, as hcl2/parser.py makes it."""
    import hcl2
    from lark import Lark

    with open(os.path.join(os.path.dirname(hcl2.__file__), "hcl2.lark"), encoding="utf-8") as grammar:
        return Lark(grammar.read(), parser="lalr", **_options())
