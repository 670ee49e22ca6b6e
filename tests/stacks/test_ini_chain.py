"""pgbouncer.ini and the files it includes, read as one text."""

import pytest

from pglint.facts import Section, Setting
from pglint.stacks.ini_chain import IniChain, follow
from pglint.tree import Memory, Unreadable
from pglint.values import Unknown

INI = "etc/pgbouncer.ini"


def chain(main: str, **files: str) -> IniChain:
    """Files are named by keyword, ``_`` for the dot, and stand beside the main file."""
    tree = {f"etc/{name.replace('_', '.')}": text for name, text in files.items()}
    return follow(Memory({INI: main, **tree}), INI)


def lines(found: IniChain) -> list[str]:
    return [
        f"[{item.name}]" if isinstance(item, Section) else f"{item.section}/{item.name}={item.value}"
        for item in found.items
    ]


def settings(found: IniChain) -> list[Setting]:
    return [item for item in found.items if isinstance(item, Setting)]


def test_a_section_goes_in_and_comes_out() -> None:
    found = chain("[databases]\n%include a.ini\nd = \n", a_ini="b =\n[users]\nc =\n")
    assert lines(found) == ["[databases]", "databases/b=", "[users]", "users/c=", "users/d="]
    assert [item.span.path for item in settings(found)] == ["etc/a.ini", "etc/a.ini", INI]
    assert found.files == (INI, "etc/a.ini")
    assert found.faults == ()
    assert found.unread == ()


def test_paths_are_seen_from_the_main_file() -> None:
    tree = {
        INI: "%include sub/a.ini\n",
        "etc/sub/a.ini": "%include b.ini\n",
        "etc/b.ini": "[users]\n",
        "etc/sub/b.ini": "",
    }
    assert follow(Memory(tree), INI).files == (INI, "etc/sub/a.ini", "etc/b.ini")


def test_a_misspelt_header_still_opens_its_section() -> None:
    found = chain("[ PgBouncer ]\na = 5\n[other]\nb = 6\nc\n")
    assert [item.section for item in settings(found)] == ["pgbouncer", "other"]


@pytest.mark.parametrize(
    ("target", "kind", "words"),
    [
        ("none.ini", "include-problem", 'could not load file "none.ini": no such file'),
        ('"a.ini"', "include-problem", 'could not load file ""a.ini"": no such file'),
        ("*.ini", "include-problem", 'could not load file "*.ini": no such file'),
        ("", "include-problem", 'could not load file "": no such file'),
        ("pgbouncer.ini", "include-problem", "include nesting level too deep: pgbouncer.ini includes itself"),
        ("a.ini ; text", "value-swallows-comment", 'could not load file "a.ini ; text"'),
    ],
)
def test_what_cannot_be_included(target: str, kind: str, words: str) -> None:
    found = chain(f"[users]\n%include {target}\nx =\n", a_ini="y =\n")
    (fault,) = found.faults
    assert (fault.kind, fault.effect, fault.span.line) == (kind, "refused", 2)
    assert words in fault.text
    assert lines(found) == ["[users]", "users/x="]
    assert [index for index, _ in found.unread] == [1]


def test_a_comment_behind_a_file_name() -> None:
    (fault,) = chain("%include a.ini ; text\n", a_ini="").faults
    assert (fault.span.text, fault.instead) == ("; text", "a.ini")


def test_files_that_include_each_other() -> None:
    found = chain("[users]\n%include a.ini\n", a_ini="x =\n%include pgbouncer.ini\n")
    (fault,) = found.faults
    assert (fault.kind, fault.span.path, fault.span.line) == ("include-problem", "etc/a.ini", 2)


@pytest.mark.parametrize(("depth", "faults"), [(10, 0), (11, 1)])
def test_depth(depth: int, faults: int) -> None:
    files = {f"etc/f{level}.ini": f"%include f{level + 1}.ini\n" for level in range(1, depth)}
    found = follow(Memory({INI: "%include f1.ini\n", **files, f"etc/f{depth}.ini": "[users]\n"}), INI)
    assert len(found.faults) == faults
    assert [fault.text for fault in found.faults] == ["include nesting level too deep"] * faults


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("%include /etc/pgbouncer/more.ini", '"/etc/pgbouncer/more.ini" lies outside the tree'),
        ("%include ../../more.ini", '"../../more.ini" lies outside the tree'),
        ("%include conf.d", '"conf.d" is a folder'),
        ("%include ${MORE}", '"${MORE}" is filled in by a template'),
        ("{{ more }}", '"{{ more }}" is filled in by a template'),
        ("[{{ more }}]", '"{{ more }}" is filled in by a template'),
    ],
)
def test_unread(line: str, reason: str) -> None:
    tree = {INI: f"[users]\n{line}\nx =\n", "etc/conf.d/a": ""}
    found = follow(Memory(tree), INI)
    assert [(index, unknown.reason) for index, unknown in found.unread] == [(1, reason)]
    assert found.unread[0][1].span is not None
    assert found.faults == ()


def test_a_template_anywhere_makes_the_chain_one() -> None:
    assert chain("[users]\n%include a.ini\n", a_ini="{% if x %}\n{% endif %}\n").template
    assert not chain("[users]\nx = ${y}\n").template


def test_no_main_file() -> None:
    with pytest.raises(Unreadable):
        follow(Memory({}), INI)


USERS = '"a" "x"\n"b" "y"\n'


@pytest.mark.parametrize(
    ("text", "names", "path"),
    [
        ("[pgbouncer]\nauth_file = userlist.txt\n", ["a", "b"], "etc/userlist.txt"),
        ("[pgbouncer]\nauth_file = /etc/pgbouncer/userlist.txt\n", ["a", "b"], "etc/userlist.txt"),
        ("[pgbouncer]\nauth_file = x\nauth_file = userlist.txt\n", ["a", "b"], "etc/userlist.txt"),
        ("[pgbouncer]\nauth_file = userlist.txt\n[pgbouncer]\n", ["a", "b"], "etc/userlist.txt"),
        ("[pgbouncer]\nauth_file =\n", [], ""),
        ("[pgbouncer]\n", [], ""),
        ("[databases]\nauth_file = userlist.txt\n", [], ""),
    ],
)
def test_auth_users(text: str, names: list[str], path: str) -> None:
    found = chain(text, userlist_txt=USERS)
    assert not isinstance(found.auth_users, Unknown)
    assert [user.name for user in found.auth_users] == names
    assert found.auth_path == path


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("auth_file = other.txt\n", 'auth_file "other.txt" is not in the tree'),
        ("auth_file = ../../userlist.txt\n", 'auth_file "../../userlist.txt" is not in the tree'),
        ("auth_file = ${FILE}\n", '"${FILE}" is filled in by a template'),
        ("auth_file = userlist.txt\n%include /x\n", '"/x" lies outside the tree, and may set auth_file'),
        ("%include /x\n", '"/x" lies outside the tree, and may set auth_file'),
        ("{% if x %}\n", "stands in a template with branches"),
        ("auth_file = list.j2\n", 'auth_file "list.j2" is a template'),
    ],
)
def test_unknown_auth_users(text: str, reason: str) -> None:
    found = chain("[pgbouncer]\n" + text, userlist_txt=USERS, list_j2="{% for x in y %}\n")
    assert isinstance(found.auth_users, Unknown)
    assert found.auth_users.reason == reason


def test_faults_of_the_auth_file() -> None:
    found = chain("[pgbouncer]\nauth_file = userlist.txt\n", userlist_txt='"a" "x"\nb\n')
    assert [(fault.effect, fault.span.path) for fault in found.faults] == [("ignored", "etc/userlist.txt")]


@pytest.mark.parametrize(
    ("target", "files", "found"),
    [
        ("configs/shared.ini", ("configs/shared.ini",), "configs/shared.ini"),
        ("configs/shared.ini", ("configs/configs/shared.ini", "configs/shared.ini"), "configs/configs/shared.ini"),
        ("other/shared.ini", ("other/shared.ini",), "other/shared.ini"),
        ("shared.ini", ("shared.ini",), None),
        ("configs/shared.ini", (), None),
    ],
)
def test_a_path_with_a_folder_may_be_meant_from_a_folder_above(target, files, found):
    tree = Memory({"configs/pgbouncer.ini": f"%include {target}\n", **dict.fromkeys(files, "[pgbouncer]\n")})
    chain = follow(tree, "configs/pgbouncer.ini")
    assert (found in chain.files) if found else [fault.kind for fault in chain.faults] == ["include-problem"]
