import os
from pathlib import Path

import pytest

from pglint import project
from pglint.project import PathError, Selected, in_example_folder, is_named, kind, select, shown, walk


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("postgresql.conf", "postgresql.conf"),
        ("infra/prod/postgresql.conf", "postgresql.conf"),
        ("PostgreSQL.conf", "postgresql.conf"),
        ("postgresql.conf.j2", "postgresql.conf"),
        ("postgresql.conf.optimized", "postgresql.conf"),
        ("postgresql.conf-16.j2", "postgresql.conf"),
        ("postgresql.production.conf.in", "postgresql.conf"),
        ("primary.postgresql.conf", "postgresql.conf"),
        ("customPostgresql.conf", "postgresql.conf"),
        ("postgresql_optimization.conf", "postgresql.conf"),
        ("postgres.conf", "postgresql.conf"),
        ("postgresql-runtime.conf.erb", "postgresql.conf"),
        ("postgresql.auto.conf", "postgresql.auto.conf"),
        ("pgbouncer.ini", "pgbouncer.ini"),
        ("pgbouncer-shared.ini", "pgbouncer.ini"),
        ("_pgbouncer.ini.tpl", "pgbouncer.ini"),
        ("pgbouncer.ini.param.part.erb", "pgbouncer.ini"),
        ("pgbouncer.ini.bak", "pgbouncer.ini"),
        ("prod.pgbouncer.conf.template", "pgbouncer.ini"),
        ("postgres-pgbouncer.conf", "pgbouncer.ini"),
        ("pg_hba.conf", "pg_hba.conf"),
        ("pg_hba.conf.sample", "pg_hba.conf"),
        ("pg_hba_prod.conf.j2", "pg_hba.conf"),
        ("pglint.toml", "pglint.toml"),
        ("pyproject.toml", None),
        ("postgresql.conf~", None),
        (".postgresql.conf.swp", None),
        ("pgbouncer.ini.md", None),
        ("test_postgresql.conf.py", None),
        ("pgbouncer_hba.conf", None),
        ("_pgbouncer.tpl", None),
        ("postgresql.yaml", None),
        ("pgbouncer.service", None),
        ("pgbouncer.ini/README", None),
        ("main.tf", "terraform"),
        ("main.tf.json", "terraform"),
        ("terraform.tfvars", "terraform"),
        ("prod.auto.tfvars.json", "terraform"),
        ("tfplan.json", "terraform"),
        ("tfplan.prod.json", "terraform"),
        ("main.tf.md", None),
        ("main.tfstate", None),
        ("plan.txt", None),
        ("nginx.conf", None),
        ("recovery.conf", None),
        ("userlist.txt", None),
        ("", None),
    ],
)
def test_kind(name: str, expected: str | None) -> None:
    assert kind(name) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/postgresql.conf", True),
        ("infra/Examples/prod/pgbouncer.ini", True),
        ("third_party/a/b.conf", True),
        ("src/test/resources/postgresql.conf", True),
        ("docs/postgresql.conf", False),
        ("infra/prod/test", False),
        ("testing-ground/postgresql.conf", False),
        ("postgresql.conf", False),
    ],
)
def test_in_example_folder(path: str, expected: bool) -> None:
    assert in_example_folder(path) is expected


def test_walk_is_sorted_and_skips(tmp_path: Path) -> None:
    make(
        tmp_path,
        "b/pgbouncer.ini",
        "a/postgresql.conf",
        "a/pg_hba.conf",
        "a/nginx.conf",
        "pglint.toml",
        "node_modules/x/postgresql.conf",
        ".git/postgresql.conf",
        "b/.terraform/pgbouncer.ini",
        ".github/postgresql.conf",
        "vendor/deep/postgresql.conf",
        "c/old/postgresql.conf",
        "c/new/postgresql.conf",
    )
    assert walk(str(tmp_path), ["vendor/**", "c/*/postgresql.conf", "!"]) == [
        (".github/postgresql.conf", "postgresql.conf"),
        ("a/pg_hba.conf", "pg_hba.conf"),
        ("a/postgresql.conf", "postgresql.conf"),
        ("b/pgbouncer.ini", "pgbouncer.ini"),
        ("pglint.toml", "pglint.toml"),
    ]


def test_fragments_beside_a_main_file_are_its_business(tmp_path: Path) -> None:
    make(
        tmp_path,
        "main/postgresql.conf",
        "main/conf.d/10-postgres.conf",
        "main/conf.d/deep/postgres.conf",
        "main/conf.d/pgbouncer.ini",
        "alone/conf.d/postgres.conf",
    )
    assert [path for path, _ in walk(str(tmp_path))] == [
        "alone/conf.d/postgres.conf",
        "main/conf.d/pgbouncer.ini",
        "main/postgresql.conf",
    ]


def test_walk_never_follows_links_to_folders(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    make(root, "a/postgresql.conf")
    make(outside, "postgresql.conf")
    (root / "out").symlink_to(outside)
    (root / "a" / "loop").symlink_to(root)
    (root / "linked.postgresql.conf").symlink_to(outside / "postgresql.conf")
    (root / "dangling.postgresql.conf").symlink_to(outside / "none")
    os.mkfifo(root / "fifo.postgresql.conf")
    assert [path for path, _ in walk(str(root))] == ["a/postgresql.conf", "linked.postgresql.conf"]


def test_walk_names_what_it_cannot_list(tmp_path: Path) -> None:
    unreadable: list[str] = []
    assert walk(str(tmp_path / "none"), (), unreadable) == []
    assert unreadable == [".: No such file or directory"]


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff-postgresql.conf")).write_text("")
    assert walk(str(tmp_path)) == [("\udcff-postgresql.conf", "postgresql.conf")]


@pytest.mark.parametrize("mark", ["pglint.toml", ".git"])
def test_root_is_the_nearest_marked_folder(tmp_path: Path, mark: str) -> None:
    make(tmp_path, "pglint.toml", f"a/{mark}", "a/b/c/postgresql.conf")
    assert select([str(tmp_path / "a/b/c/postgresql.conf")]) == Selected(
        str(tmp_path / "a"), frozenset({"b/c/postgresql.conf"})
    )


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("[tool.pglint]\n", True),
        ("x = 1\n  [tool.pglint.rules]\n", True),
        ("[[tool.pglint.stack]]\n", True),
        ("[tool.ruff]\n", False),
        ("# [tool.pglint]\n", False),
    ],
)
def test_pyproject_marks_a_root_only_with_its_table(tmp_path: Path, text: str, marks: bool) -> None:
    make(tmp_path, "pglint.toml", "a/x.conf")
    (tmp_path / "a" / "pyproject.toml").write_text(text)
    assert select([str(tmp_path / "a" / "x.conf")]).root == str(tmp_path / "a" if marks else tmp_path)
    assert project.config_file(str(tmp_path / "a")) == ("pyproject.toml" if marks else None)


def test_root_without_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "here/a/postgresql.conf", "there/b/pgbouncer.ini", "there/postgresql.conf")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(project, "config_file", lambda folder: None)
    assert select(["a/postgresql.conf"]) == Selected(str(tmp_path / "here"), frozenset({"a/postgresql.conf"}))
    assert select([]) == Selected(str(tmp_path / "here"), None)
    assert select([str(tmp_path / "there")]) == Selected(str(tmp_path / "there"), None)
    both = [str(tmp_path / "there/b/pgbouncer.ini"), str(tmp_path / "there/postgresql.conf")]
    assert select(both) == Selected(str(tmp_path / "there"), frozenset({"b/pgbouncer.ini", "postgresql.conf"}))


def test_the_home_folder_is_nobodys_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "work/a/postgresql.conf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(project, "config_file", lambda folder: None)
    assert select(["work/a"]).root == str(tmp_path / "work" / "a")


def test_named_folders_and_files(tmp_path: Path) -> None:
    make(tmp_path, "pglint.toml", "a/b/x.conf", "c.conf")
    named = select([str(tmp_path / "a"), str(tmp_path / "c.conf")]).named
    assert named == frozenset({"a/", "c.conf"})
    paths = ("a/b/x.conf", "a/y", "c.conf", "ab/x", "d.conf", "a")
    assert [path for path in paths if is_named(path, named)] == ["a/b/x.conf", "a/y", "c.conf"]
    assert is_named("anything", None)
    assert not is_named("a", frozenset())


def test_naming_the_root_means_everything(tmp_path: Path) -> None:
    make(tmp_path, "pglint.toml", "a/x.conf")
    assert select([str(tmp_path / "a"), str(tmp_path)]).named is None


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["none.conf"], "none.conf: no such file or folder"),
        (["a", "../b"], "lies outside of the project"),
    ],
)
def test_paths_that_cannot_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], message: str
) -> None:
    make(tmp_path, "root/pglint.toml", "root/a/x.conf", "b/x.conf")
    monkeypatch.chdir(tmp_path / "root")
    with pytest.raises(PathError, match=message):
        select(paths)


def test_paths_are_shown_as_seen_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "root/a/x.conf", "other/x")
    root = str(tmp_path / "root")
    seen = {}
    for cwd in ("root", "root/a", ".", "other"):
        monkeypatch.chdir(tmp_path / cwd)
        seen[cwd] = [shown(root)("a/x.conf"), shown(root)("y.conf")]
    assert seen == {
        "root": ["a/x.conf", "y.conf"],
        "root/a": ["x.conf", "../y.conf"],
        ".": ["root/a/x.conf", "root/y.conf"],
        "other": [f"{root}/a/x.conf", f"{root}/y.conf"],
    }
