"""Databases and users of pg_hba.conf records (src/backend/libpq/hba.c, check_db and check_role)."""

from __future__ import annotations

from pglint.facts import HbaLine
from pglint.record import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STRANGER = "\0stranger"
DATABASE = "\0database"
DATABASE_KEYWORDS = ("all", "replication", "sameuser", "samerole", "samegroup")


class Words(NamedTuple):
    """A list of a record: unquoted keywords, plain names, groups, and what stands for names that it does not say.

    ``vague``: regular expressions (with their slash; up to 15 a plain name) and ``@`` files.
    """

    keywords: frozenset[str]
    names: frozenset[str]
    groups: tuple[str, ...]
    vague: tuple[str, ...]


class People(NamedTuple):
    databases: Words
    users: Words


class Who(NamedTuple):
    """A sample: a user and a database (None: physical replication), where ``\\0`` begins a name that no record says.

    ``group``: what the user is a member of. ``user_word``, ``database_word``: the vague word that the name comes from.
    """

    user: str
    database: str | None = None
    group: str = ""
    user_word: str = ""
    database_word: str = ""


def people(line: HbaLine) -> People:
    databases = _words(line.databases, "database:", line.quoted, DATABASE_KEYWORDS)
    return People(databases, _words(line.users, "user:", line.quoted, ("all",), groups=True))


def _words(
    written: Iterable[str], field: str, quoted: frozenset[str], keywords: tuple[str, ...], *, groups: bool = False
) -> Words:
    found: tuple[list[str], list[str], list[str], list[str]] = ([], [], [], [])
    for word in written:
        bare = field + word not in quoted
        if bare and word in keywords:
            found[0].append(word)
        elif bare and groups and word.startswith("+"):
            found[2].append(word[1:])
        elif word.startswith("/") or (bare and word.startswith("@") and len(word) > 1):
            found[3].append(word)
        else:
            found[1].append(word)
    return Words(frozenset(found[0]), frozenset(found[1]), tuple(found[2]), tuple(found[3]))


def samples(admitted: People) -> Iterator[Who]:
    """One connection of each kind that a record admits, the most likely to be reached first."""
    for user in _users(admitted.users):
        yield from _databases(admitted.databases, user)


def replication(admitted: People) -> Iterator[Who]:
    """Those for physical replication, which only the keyword admits."""
    return (who for who in samples(admitted) if who.database is None)


def _users(users: Words) -> Iterator[Who]:
    if "all" in users.keywords:
        yield Who(STRANGER)
        return  # whatever takes a stranger takes everybody
    yield from (Who(STRANGER, group=group) for group in users.groups)
    yield from (Who(STRANGER, user_word=word) for word in users.vague)
    yield from (Who(name) for name in sorted(users.names))


def _databases(databases: Words, who: Who) -> Iterator[Who]:
    if "replication" in databases.keywords:
        yield who
    if "all" in databases.keywords:
        yield who._replace(database=DATABASE)
        return
    if databases.keywords - {"replication"}:
        yield who._replace(database=who.user, database_word=who.user_word)
    yield from (who._replace(database=DATABASE, database_word=word) for word in databases.vague)
    yield from (who._replace(database=name) for name in sorted(databases.names))


def matches(record: People, who: Who) -> bool | None:
    """Whether a record fits the sample's database and user; None where the files do not tell."""
    database = _database(record.databases, who)
    if database is False:
        return False
    user = _user(record.users, who)
    if user is False:
        return False
    return True if database and user else None


def _database(databases: Words, who: Who) -> bool | None:
    if who.database is None:
        return "replication" in databases.keywords
    own = who.database == who.user  # every role is a member of itself
    if "all" in databases.keywords or (own and databases.keywords - {"replication"}):
        return True
    found = _name(databases, who.database, who.database_word)
    if found is False and databases.keywords & {"samerole", "samegroup"} and (who.group or not _in_no_group(who)):
        return None
    return found


def _user(users: Words, who: Who) -> bool | None:
    if "all" in users.keywords or who.group in users.groups or who.user in users.groups:
        return True
    found = _name(users, who.user, who.user_word)
    if found is False and users.groups and (who.group or not _in_no_group(who)):
        return None
    return found


def _in_no_group(who: Who) -> bool:
    """Of the users that no record names there is always one who is in no group."""
    return who.user == STRANGER and not who.user_word


def _name(words: Words, name: str, stands_for: str) -> bool | None:
    """Whether the names, expressions and files of a list hold a name."""
    if stands_for:
        if stands_for in words.vague:
            return True
        return None if words.names or words.vague else False
    if name in words.names:
        return True
    return None if any(_may_hold(word, name) for word in words.vague) else False


def _may_hold(word: str, name: str) -> bool:
    if word.startswith("@"):
        return not name.startswith("\0")  # a file lists some names; there are always others
    return word == name or not _leaves_out(word[1:], name)


def _leaves_out(expression: str, name: str) -> bool:
    """Whether an expression surely does not fit, since what it stands for begins with other letters."""
    if not expression.startswith("^") or "|" in expression:
        return False
    literal = ""
    for char in expression[1:]:
        if not (char.isalnum() or char == "_"):
            if char in "*?{":
                literal = literal[:-1]
            break
        literal += char
    return not name.startswith(literal)
