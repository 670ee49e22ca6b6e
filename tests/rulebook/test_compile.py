"""Rule files that cannot be used say where and why; what compiles survives packing."""

from pathlib import Path

import pytest

from pglint.rulebook import pack
from pglint.rulebook.compile import compile_rules, parse
from pglint.rulebook.examples import run
from pglint.rulebook.load import our_folder, rules
from pglint.rulebook.rule import Rulebook, RuleError
from pglint.rulebook.schema import validate

RULE = """
code: OPS001
name: too-many
severity: warning
summary: A rule of one's own, for the tests.
for: server
fires: server.max_connections > option.most
at: [server.max_connections]
message: "{server.max_connections} is more than {option.most}, {server.max_connections - option.most} too many"
options: {most: 100}
why: because it is needed in a test, and forty characters are the least
examples:
  - {name: too many, files: {postgresql.conf: "max_connections = 101\\n"}, expect: ["postgresql.conf:1"]}
  - {name: few enough, files: {postgresql.conf: "max_connections = 100\\n"}, expect: []}
"""


def compiled(text):
    raw = parse("OPS001-too-many.yaml", text)
    validate("OPS001-too-many.yaml", raw)
    return compile_rules([("OPS001-too-many.yaml", raw)])[0]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("server.max_connections >", "server.max_conections >", 'did you mean "server.max_connections"?'),
        ("fires: server.max_connections > option.most", "fires: server.max_connections", "fires: gives int, not bool"),
        ("> option.most", "> 'a'", "fires: 1:"),
        ("> option.most", "> option.mots", "fires: there is no word"),
        ("at: [server.max_connections]", "at: [server.nothing_such]", 'at: there is no word "server.nothing_such"'),
        ("{option.most},", "{option.mist},", "message: there is no word"),
        ("severity: warning", "severity: fatal", "severity: 'fatal' is not one of"),
        ("code: OPS001", "code: ops1", "code: 'ops1' does not match"),
        ("for: server", "for: everything", "for: 'everything' is not one of"),
        ("why: because", "wyh: because", "'wyh' was unexpected"),
        ("options: {most: 100}", "options: {most: [1]}", "options.most: [1] is not of type"),
        ("name: too-many", "name: [", "not valid YAML"),
    ],
)
def test_what_cannot_be_used_says_where_and_why(old, new, message):
    assert old in RULE
    with pytest.raises(RuleError) as error:
        compiled(RULE.replace(old, new, 1))
    assert message in str(error.value)
    assert str(error.value).startswith("OPS001-too-many.yaml: ")


def test_packing_keeps_everything():
    ours = rules(use_cache=False).rules
    key = ("made", 1)
    assert pack.load(pack.dump(ours, key), key) == ours


@pytest.mark.parametrize("data", [b"", b"nonsense", pack.dump([], ("made", 2))])
def test_a_packed_file_of_something_else_is_not_used(data):
    assert pack.load(data, ("made", 1)) is None


def test_examples_are_run():
    raw = parse("x.yaml", RULE.replace("expect: []", 'expect: ["postgresql.conf:1"]'))
    rule = compiled(RULE)
    assert [result.got for result in run(rule, raw, "x.yaml", Rulebook((rule,), {}))] == ["", "nothing"]


def test_the_rule_in_the_readme_works():
    text = Path(our_folder(), "README.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    raw = parse("README.md", text)
    validate("README.md", raw)
    (rule,) = compile_rules([("README.md", raw)])
    results = list(run(rule, raw, "README.md", Rulebook((rule,), {})))
    assert [result.got for result in results] == [""]
