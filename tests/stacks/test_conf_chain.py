"""Chains of configuration files where real servers cannot be asked: what is not in the tree, and what is hostile."""

import pytest

from pglint.facts import Setting
from pglint.formats.postgresql_conf import read
from pglint.source import Source
from pglint.stacks.conf_chain import ConfChain, follow
from pglint.tree import Memory, Unreadable


def chain(main: str, **files: str) -> ConfChain:
    """The chain of a main file and of files beside it: a='…' is a.conf."""
    texts = {f"{name}.conf": text for name, text in files.items()}
    return follow(Memory({"postgresql.conf": main, **texts}), "postgresql.conf")


def values(found: ConfChain) -> list[object]:
    return [setting.value for setting in found.settings]


def test_order_of_files_and_command_line() -> None:
    tree = Memory(
        {
            "db/postgresql.conf": "port = 1\ninclude 'sub/a.conf'\nport = 4\n",
            "db/sub/a.conf": "port = 2\ninclude 'b.conf'\n",
            "db/sub/b.conf": "port = 3\n",
            "db/postgresql.auto.conf": "port = 5\n",
        }
    )
    (option,) = [item for item in read(Source("-c", "port=6")) if isinstance(item, Setting)]
    found = follow(tree, "db/postgresql.conf", (option,))
    assert values(found) == ["1", "2", "3", "4", "5", "6"]
    assert found.files == ("db/postgresql.conf", "db/sub/a.conf", "db/sub/b.conf", "db/postgresql.auto.conf")
    assert found.overrides == 1
    assert found.main.path == "db/postgresql.conf"


def test_auto_conf_as_main_is_read_once() -> None:
    found = follow(Memory({"postgresql.auto.conf": "port = 1\n"}), "postgresql.auto.conf")
    assert values(found) == ["1"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("include '/etc/postgresql/extra.conf'", "outside"),
        ("include '../../other.conf'", "outside"),
        ("include_dir 'conf.d'", 'the folder "db/conf.d" is not among the files'),
        ("include_if_exists 'local.conf'", '"db/local.conf" is not among the files'),
        ("include '{{ file }}'", "filled in by a template"),
        ("{{ everything }}", "filled in by a template"),
    ],
)
def test_what_may_be_elsewhere_is_unknown_and_no_fault(line: str, reason: str) -> None:
    found = follow(Memory({"db/postgresql.conf": f"port = 1\n{line}\nport = 2\n"}), "db/postgresql.conf")
    assert found.faults == ()
    ((index, why),) = found.unread
    assert index == 1
    assert reason in why.reason
    assert why.span is not None
    assert why.span.line == 2


def test_a_missing_include_is_a_fault_at_its_line() -> None:
    found = follow(Memory({"db/postgresql.conf": "port = 1\ninclude 'x.conf'\nport = 2\n"}), "db/postgresql.conf")
    (fault,) = found.faults
    assert (fault.kind, fault.span.line, fault.value) == ("include-problem", 2, "x.conf")
    assert fault.text == 'could not open configuration file "db/x.conf": No such file or directory'
    assert [index for index, _ in found.unread] == [1]


def test_a_cycle_is_said_once_where_it_closes() -> None:
    found = chain("include 'a.conf'\nport = 1\n", a="include 'b.conf'\n", b="include 'a.conf'\n")
    assert [(fault.kind, fault.span.path) for fault in found.faults] == [("include-problem", "b.conf")]
    assert values(found) == ["1"]


@pytest.mark.parametrize(("depth", "problems"), [(10, 0), (11, 1)])
def test_depth(depth: int, problems: int) -> None:
    files = {f"{n}.conf": f"include '{n + 1}.conf'\n" for n in range(depth)} | {f"{depth}.conf": "port = 1\n"}
    found = follow(Memory(files), "0.conf")
    assert len(found.faults) == problems
    assert values(found) == ([] if problems else ["1"])


def test_includes_that_multiply_end() -> None:
    files = {f"{n}.conf": f"include '{n + 1}.conf'\n" * 10 for n in range(9)} | {"9.conf": "port = 1\n"}
    found = follow(Memory(files), "0.conf")
    assert found.faults == ()
    assert any("are not followed" in why.reason for _, why in found.unread)


def test_a_file_included_twice_says_its_faults_once() -> None:
    found = chain("include 'a.conf'\ninclude 'a.conf'\n", a="port 1 2\nport = 3\n")
    assert len(found.faults) == 1
    assert values(found) == ["3", "3"]


class Locked(Memory):
    def source(self, path: str) -> Source | None:
        if path in ("locked.conf", "postgresql.auto.conf"):
            raise Unreadable("cannot be read: Permission denied")
        return super().source(path)


def test_unreadable_files() -> None:
    tree = Locked({"postgresql.conf": "include 'locked.conf'\ninclude 'locked.conf'\n", "locked.conf": ""})
    found = follow(tree, "postgresql.conf")
    assert [(fault.kind, fault.span.path, fault.span.line) for fault in found.faults] == [
        ("unparsed-file", "postgresql.conf", 1),
        ("unparsed-file", "postgresql.conf", 2),
        ("unparsed-file", "postgresql.auto.conf", 1),
    ]


def test_unreadable_main() -> None:
    found = follow(Locked({}), "locked.conf")
    assert [(fault.kind, fault.span.path) for fault in found.faults] == [("unparsed-file", "locked.conf")]
    assert found.settings == ()


def test_template_somewhere_in_the_chain() -> None:
    assert chain("include 'a.conf'\n", a="{% if x %}\nport = 1\n{% endif %}\n").template
    assert not chain("port = {{ port }}\n").template
