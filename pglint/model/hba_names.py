"""Databases and users of pg_hba.conf records (src/backend/libpq/hba.c, check_db and check_role)."""

from collections.abc import Iterator
from typing import NamedTuple

from pglint.facts import HbaLine

ANYBODY = "\0anybody"
ANY_DATABASE = "\0any database"


class Who(NamedTuple):
    """A sample: a user, a database (None: physical replication), and what is known beyond the names.

    A name that starts with ``\\0`` is one that no record states. ``group``: the user is a member of it.
    ``only``: the name is one that this word (an expression, a file, a group of the database's name) stands for.
    """

    user: str
    database: str | None
    group: str = ""
    user_word: str = ""
    database_word: str = ""


def samples(line: HbaLine) -> Iterator[Who]:
    """One connection of each kind that a record admits."""
    for word in line.users:
        for user in _users(line, word):
            yield from _databases(line, user)


def replication(line: HbaLine) -> Iterator[Who]:
    """The connections of ``samples`` that are for physical replication: only the keyword admits those."""
    return (who for who in samples(line) if who.database is None)


def _users(line: HbaLine, word: str) -> Iterator[Who]:
    quoted = f"user:{word}" in line.quoted
    if not quoted and word == "all":
        yield Who(ANYBODY, None)
    elif not quoted and word.startswith("+"):
        yield Who(ANYBODY, None, group=word[1:])
    elif word.startswith("/") or (not quoted and word.startswith("@") and len(word) > 1):
        yield Who(ANYBODY, None, user_word=word)
    else:
        yield Who(word, None)


def _databases(line: HbaLine, who: Who) -> Iterator[Who]:
    for word in line.databases:
        quoted = f"database:{word}" in line.quoted
        if not quoted and word == "replication":
            yield who
        elif not quoted and word == "all":
            yield who._replace(database=ANY_DATABASE)
        elif not quoted and word in ("sameuser", "samerole", "samegroup"):
            yield who._replace(database=who.user, database_word=who.user_word)
        elif word.startswith("/") or (not quoted and word.startswith("@") and len(word) > 1):
            yield who._replace(database=ANY_DATABASE, database_word=word)
        else:
            yield who._replace(database=word)


def matches(line: HbaLine, who: Who) -> bool | None:
    """Whether a record fits the sample's database and user; None where the files do not tell."""
    database = _any(_database(line, word, who) for word in line.databases)
    return False if database is False else _both(database, _any(_user(line, word, who) for word in line.users))


def _database(line: HbaLine, word: str, who: Who) -> bool | None:
    keyword = f"database:{word}" not in line.quoted
    if who.database is None:
        return keyword and word == "replication"
    if keyword and word in ("all", "replication"):
        return word == "all"
    if keyword and word == "sameuser":
        return who.database == who.user
    if keyword and word in ("samerole", "samegroup"):
        return who.database == who.user or (None if not _stranger(who) or who.group else False)
    return _name(word, keyword, who.database, who.database_word)


def _user(line: HbaLine, word: str, who: Who) -> bool | None:
    keyword = f"user:{word}" not in line.quoted
    if keyword and word == "all":
        return True
    if keyword and word.startswith("+"):
        if who.group == word[1:] or who.user == word[1:]:  # a role is a member of itself
            return True
        return False if _stranger(who) and not who.group else None
    return _name(word, keyword, who.user, who.user_word)


def _stranger(who: Who) -> bool:
    """A user that no record names: there is always one who is in no group."""
    return who.user == ANYBODY and not who.user_word


def _name(word: str, keyword: bool, name: str, stands_for: str) -> bool | None:
    """Whether a plain word, an expression or a file of names fits a name; up to 15 an expression is a plain word."""
    if stands_for:
        return True if word == stands_for else None
    if word.startswith("/"):
        return True if word == name else _fits(word[1:], name)
    if keyword and word.startswith("@") and len(word) > 1:
        return False if name.startswith("\0") else None
    return word == name


def _fits(expression: str, name: str) -> bool | None:
    """False where an expression surely leaves out the name, since it begins with other letters."""
    if not expression.startswith("^") or "|" in expression:
        return None
    literal = ""
    for char in expression[1:]:
        if not (char.isalnum() or char == "_"):
            if char in "*?{":
                literal = literal[:-1]
            break
        literal += char
    return False if literal and not name.startswith(literal) else None


def _any(found: Iterator[bool | None]) -> bool | None:
    result: bool | None = False
    for one in found:
        if one:
            return True
        result = result if one is False else None
    return result


def _both(first: bool | None, second: bool | None) -> bool | None:
    if first is False or second is False:
        return False
    return True if first and second else None
