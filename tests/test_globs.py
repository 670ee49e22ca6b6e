import pytest

from pglint.globs import matcher


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("vendor", ["vendor/", "vendor/a.conf", "x/vendor/", "x/vendor/y/a.conf"], ["vendors/", "a/vendor.conf"]),
        ("vendor/", ["vendor/", "x/vendor/a"], ["vendors/"]),
        ("vendor/**", ["vendor/", "vendor/a", "vendor/a/b"], ["x/vendor/a", "vendored"]),
        ("/vendor", ["vendor/", "vendor/a"], ["x/vendor_/"]),
        ("./infra", ["infra/a"], ["infrax"]),
        ("*.conf", ["a.conf", "x/y/a.conf"], ["a.confx", "conf"]),
        ("infra/*.conf", ["infra/a.conf"], ["infra/x/a.conf", "x/infra/a.conf"]),
        ("infra/**/*.conf", ["infra/a.conf", "infra/x/y/a.conf"], ["other/a.conf"]),
        ("**/test", ["test/", "a/test/", "a/b/test/x"], ["a/tests/"]),
        ("**", ["a", "a/b/"], []),
        ("**/prod/**", ["prod/a", "x/prod/a/b"], ["prod", "xprod/a"]),
        ("a?c.ini", ["abc.ini", "x/abc.ini"], ["ac.ini", "a/c.ini"]),
        ("v[0-9].ini", ["v1.ini"], ["vx.ini"]),
        ("v[!0-9].ini", ["vx.ini"], ["v1.ini", "v/.ini"]),
        ("a[b", ["a[b"], ["ab"]),
        ("a+(b).conf", ["a+(b).conf"], ["aab.conf"]),
    ],
)
def test_pattern(pattern: str, matching: list[str], others: list[str]) -> None:
    match = matcher([pattern])
    assert [path for path in matching if not match(path)] == []
    assert [path for path in others if match(path)] == []


def test_no_pattern_matches_nothing() -> None:
    assert not matcher([])("a")


def test_any_of_several() -> None:
    match = matcher(["a", "b/*.ini"])
    assert [path for path in ("a", "b/x.ini", "b", "c/x.ini") if match(path)] == ["a", "b/x.ini"]
