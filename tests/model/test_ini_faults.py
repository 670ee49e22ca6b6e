"""What PgBouncer refuses or takes otherwise than it looks: one table a rule, with the near misses beside it."""

from pathlib import Path

import pytest

from pglint.catalog.pgbouncer import VERSIONS
from pglint.facts import Fault
from pglint.formats.pgbouncer_ini import looks_like
from pglint.model import ini_faults
from pglint.model.pooler_settings import PoolerSettings, narrow
from pglint.source import Source
from pglint.stacks.ini_chain import follow
from pglint.tree import Disk, Memory

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
MAIN = "[databases]\nd1 = host=a\n[pgbouncer]\n"


def faults(text: str, files: dict[str, str] | None = None, version: tuple[int, ...] | None = None) -> list[Fault]:
    chain = follow(Memory({"pgbouncer.ini": text, **(files or {})}), "pgbouncer.ini")
    readings = (version,) if version else narrow(chain, VERSIONS)
    return ini_faults.faults(PoolerSettings(chain, readings))


def only(text: str, files: dict[str, str] | None = None, version: tuple[int, ...] | None = None) -> Fault:
    (fault,) = faults(text, files, version)
    return fault


def shapes(found: list[Fault]) -> list[tuple[str, str, str]]:
    return [(fault.kind, fault.effect, fault.span.text) for fault in found]


@pytest.mark.parametrize(
    ("lines", "kind", "text", "instead"),
    [
        ("log_queries = 1", "unknown-setting", "unknown parameter: pgbouncer/log_queries", ""),
        (
            "default_poolsize = 1",
            "unknown-setting",
            "unknown parameter: pgbouncer/default_poolsize",
            "default_pool_size",
        ),
        ("Listen_Port = 1", "unknown-setting", "unknown parameter: pgbouncer/Listen_Port", "listen_port"),
        (
            "max_connections = 1",
            "unknown-setting",
            "unknown parameter: pgbouncer/max_connections (meant: max_client_conn or max_db_connections)",
            "",
        ),
        ("= 5", "unknown-setting", "unknown parameter: pgbouncer/", ""),
        (
            "pool_idle_timeout = 1",
            "unknown-setting",
            "unknown parameter: pgbouncer/pool_idle_timeout (no release knows it, only the development branch)",
            "",
        ),
        (
            "pool_size = 1",
            "wrong-section",
            "unknown parameter: pgbouncer/pool_size (it is a key of an entry of [databases] and [users] and [peers])",
            "default_pool_size",
        ),
        (
            "d2 = host=b dbname=c",
            "wrong-section",
            "unknown parameter: pgbouncer/d2 (it looks like an entry of [databases])",
            "",
        ),
        ("[monitoring]", "unknown-setting", 'invalid section "monitoring" in configuration', ""),
        ("[database]", "unknown-setting", 'invalid section "database" in configuration', "[databases]"),
        ("[Users]", "unknown-setting", 'invalid section "Users" in configuration', "[users]"),
    ],
)
def test_names(lines: str, kind: str, text: str, instead: str) -> None:
    fault = only(f"{MAIN}{lines}\n")
    assert (fault.kind, fault.text, fault.instead, fault.effect) == (kind, text, instead, "refused")


@pytest.mark.parametrize(
    ("entry", "kind", "text", "instead"),
    [
        ("host=a poolsize=5", "unknown-setting", "unrecognized connection parameter: poolsize", "pool_size"),
        ("host=a POOL_SIZE=5", "unknown-setting", "unrecognized connection parameter: POOL_SIZE", "pool_size"),
        (
            "host=a sslmode=require",
            "unknown-setting",
            "unrecognized connection parameter: sslmode (meant: server_tls_sslmode in [pgbouncer])",
            "",
        ),
        (
            "host=a default_pool_size=5",
            "wrong-section",
            "unrecognized connection parameter: default_pool_size (known in [pgbouncer])",
            "pool_size",
        ),
        (
            "host=a max_user_connections=5",
            "wrong-section",
            "unrecognized connection parameter: max_user_connections (known in [pgbouncer] and [users])",
            "",
        ),
    ],
)
def test_names_in_entries(entry: str, kind: str, text: str, instead: str) -> None:
    fault = only(f"[databases]\nd1 = {entry}\n[pgbouncer]\n")
    assert (fault.kind, fault.text, fault.instead, fault.effect) == (kind, text, instead, "refused")
    assert fault.span.text == fault.name


@pytest.mark.parametrize(
    ("version", "text", "found"),
    [
        ((1, 20, 1), f"{MAIN}max_prepared_statements = 1\n", ["unknown-setting"]),
        ((1, 21, 0), f"{MAIN}max_prepared_statements = 1\n", []),
        ((1, 23, 1), "[databases]\nd1 = reserve_pool_size=1\n[pgbouncer]\n", ["unknown-setting"]),
        ((1, 24, 1), "[databases]\nd1 = reserve_pool_size=1\n[pgbouncer]\n", []),
        ((1, 23, 1), "[databases]\nd1 = reserve_pool=1\n[pgbouncer]\n", []),
        ((1, 24, 1), "[databases]\nd1 = reserve_pool=1\n[pgbouncer]\n", ["deprecated-setting"]),
        ((1, 18, 0), f"{MAIN}[peers]\n1 = host=a\n", ["unknown-setting"]),
        ((1, 19, 1), f"{MAIN}[peers]\n1 = host=a\n", []),
        ((1, 24, 1), f"{MAIN}auth_type = ldap\n", ["invalid-value"]),
        ((1, 25, 2), f"{MAIN}auth_type = ldap\n", []),
        ((1, 24, 1), "[databases]\n'a b' = host=a\n[pgbouncer]\n", ["syntax-error"]),
        ((1, 25, 2), "[databases]\n'a b' = host=a\n[pgbouncer]\n", []),
        ((1, 15, 0), "[databases]\npgbouncer = host=a\n[pgbouncer]\n", []),
        ((1, 18, 0), "[databases]\npgbouncer = host=a\n[pgbouncer]\n", ["invalid-value"]),
    ],
)
def test_versions(version: tuple[int, ...], text: str, found: list[str]) -> None:
    assert [fault.kind for fault in faults(text, version=version)] == found


def test_a_fault_of_some_readings_only_is_none() -> None:
    chain = follow(Memory({"pgbouncer.ini": "[databases]\nd1 = reserve_pool=1\n[pgbouncer]\n"}), "pgbouncer.ini")
    assert ini_faults.faults(PoolerSettings(chain, VERSIONS)) == []
    assert len(ini_faults.faults(PoolerSettings(chain, VERSIONS[-2:]))) == 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{MAIN}default_pool_size = 5.0\n", "5.0"),
        (f"{MAIN}default_pool_size =\n", "default_pool_size ="),
        (f"{MAIN}so_reuseport = yes\n", "yes"),
        (f"{MAIN}query_timeout = 30s\n", "30s"),
        (f"{MAIN}pool_mode = tx\n", "tx"),
        ("[databases]\nd1 = port=0\n[pgbouncer]\n", "0"),
        ("[databases]\nd1 = port=4294967296\n[pgbouncer]\n", "4294967296"),
        ("[databases]\nd1 = pool_mode=tx\n[pgbouncer]\n", "tx"),
        ("[databases]\npgbouncer = host=a\n[pgbouncer]\n", "pgbouncer"),
        (f"{MAIN}[peers]\n1 = port=5\n", "1 = port=5"),
        (f"{MAIN}[peers]\n0 = host=a\n", "0"),
        (f"{MAIN}[peers]\n65536 = host=a\n", "65536"),
        (f"{MAIN}client_tls_sslmode = require\n", "require"),
        (f"{MAIN}client_tls_sslmode = require\nclient_tls_key_file = k\n", "require"),
        (f"{MAIN}client_tls_sslmode = verify-full\nclient_tls_key_file = k\nclient_tls_cert_file = c\n", "verify-full"),
        (f"{MAIN}auth_type = cert\n", "cert"),
        ("[databases]\n", "[databases]"),
    ],
)
def test_refused_values(text: str, place: str) -> None:
    assert shapes(faults(text)) == [("invalid-value", "refused", place)]


@pytest.mark.parametrize(
    "text",
    [
        f"{MAIN}default_pool_size = 0x10\nquery_timeout = 1.5\nso_reuseport = 2\npool_mode = Session\n",
        f"{MAIN}default_pool_size = ${{SIZE}}\nquery_timeout = {{{{ timeout }}}}\n",
        "[databases]\nPgbouncer = host=a port=5432,5433\nd1 =\n[pgbouncer]\n",
        f"{MAIN}[peers]\n1 = host=a\n65535 = host=b port=5 pool_size=x\n",
        f"{MAIN}client_tls_sslmode = require\nclient_tls_key_file = k\nclient_tls_cert_file = ${{CERT}}\n",
        f"{MAIN}client_tls_sslmode = require\n%include /etc/tls.ini\n",
        f"{MAIN}server_tls_sslmode = verify-full\n",
        "[databases]\n%include /etc/pgbouncer/main.ini\n",
        "[databases]\nd1 = {{ parameters }}\n{{ name }} = host=a\n[pgbouncer]\n{{ key }} = 5\n[{{ section }}]\nx = 1\n",
    ],
)
def test_values_that_are_taken(text: str) -> None:
    assert faults(text) == []


def test_only_a_file_of_the_right_name_needs_the_main_section() -> None:
    chain = follow(Memory({"databases.ini": "[databases]\nd1 =\n"}), "databases.ini")
    assert ini_faults.faults(PoolerSettings(chain, VERSIONS)) == []


@pytest.mark.parametrize(
    ("text", "effect", "line"),
    [
        ("[databases]\nd1 =\npool_size = 20\n[pgbouncer]\n", "refused", 3),
        ("[databases]\nd1 = host=a\n  port=5432\n[pgbouncer]\n", "refused", 3),
        ("[databases]\nlisten_port = 6432 ; text\n[pgbouncer]\n", "refused", 2),
        ("[users]\nmax_client_conn = 5\n[pgbouncer]\n", "refused", 2),
        ("[databases]\nunix_socket_dir =\n[pgbouncer]\n", "", 2),
        ("a = 5\nb = 6\n[pgbouncer]\n", "refused", 1),
    ],
)
def test_settings_in_the_wrong_section(text: str, effect: str, line: int) -> None:
    fault = only(text)
    assert (fault.kind, fault.effect, fault.span.line) == ("wrong-section", effect, line)


@pytest.mark.parametrize("line", ["user = host=a", "auth_query = dbname=b", "user =", "d1 ="])
def test_databases_may_be_called_like_settings(line: str) -> None:
    assert faults(f"[databases]\n{line}\n[pgbouncer]\n") == []


@pytest.mark.parametrize(
    ("lines", "effect", "place", "instead"),
    [
        ("default_pool_size = 20 ; text", "refused", "; text", "20"),
        ("default_pool_size = 20\t# text", "refused", "# text", "20"),
        ("default_pool_size = # text", "refused", "# text", ""),
        ("query_timeout = 5 ; s", "refused", "; s", "5"),
        ("pool_mode = session # text ; more", "refused", "# text ; more", "session"),
        ("logfile = /var/log/x.log ; text", "swallowed", "; text", "/var/log/x.log"),
        ("admin_users = a, b # text", "swallowed", "# text", "a, b"),
        ("server_reset_query = DISCARD ALL # text", "swallowed", "# text", "DISCARD ALL"),
        ("server_reset_query =   ; (blank is fine here)", "swallowed", "; (blank is fine here)", ""),
        ("server_reset_query = ; off", "swallowed", "; off", ""),
    ],
)
def test_comments(lines: str, effect: str, place: str, instead: str) -> None:
    fault = only(f"{MAIN}{lines}\n")
    assert (fault.kind, fault.effect, fault.span.text, fault.instead) == (
        "value-swallows-comment",
        effect,
        place,
        instead,
    )


@pytest.mark.parametrize(
    "lines",
    [
        "; default_pool_size = 20 ; text",
        "logfile = /var/log/a;b#c.log",
        "server_reset_query = DISCARD ALL;",
        "server_reset_query = DISCARD ALL ; RESET ALL",
        "server_reset_query = ; SELECT 1",
        "server_reset_query = ;",
        "server_check_query = ; -- ping",
        "server_check_query = select '# x'",
        "auth_query = SELECT a, b FROM f($1) ;",
        "login_notify_message = hello ; dear # user",
    ],
)
def test_what_is_no_comment(lines: str) -> None:
    assert "value-swallows-comment" not in [fault.kind for fault in faults(f"{MAIN}{lines}\n")]


@pytest.mark.parametrize(
    ("section", "entry", "effect", "place"),
    [
        ("databases", "host=a ; main", "refused", "; main"),
        ("databases", "host=a # was=10", "refused", "# was=10"),
        ("databases", "host=a #was=10", "refused", "#was=10"),
        ("databases", "; local", "refused", "; local"),
        ("databases", "host='a b' ;", "refused", ";"),
        ("databases", "host= ;", "swallowed", ";"),
        ("users", "pool_mode=session ; text", "refused", "; text"),
    ],
)
def test_comments_behind_entries(section: str, entry: str, effect: str, place: str) -> None:
    fault = only(f"[{section}]\nd1 = {entry}\n[pgbouncer]\n")
    assert (fault.kind, fault.effect, fault.span.text) == ("value-swallows-comment", effect, place)


@pytest.mark.parametrize("entry", ["host=a password=a;b#c", "connect_query='select 1 ; select 2'", "password= #5"])
def test_what_is_no_comment_in_an_entry(entry: str) -> None:
    assert faults(f"[databases]\nd1 = {entry}\n[pgbouncer]\n") == []


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("host= port=5432", "host= port=5432"),
        ("host=a\tport=5432", "host=a\tport=5432"),
        ("host=a,port=5432", "host=a,port=5432"),
        ("host=a;dbname=b", "host=a;dbname=b"),
    ],
)
def test_values_that_take_the_next_pair(entry: str, place: str) -> None:
    assert shapes(faults(f"[databases]\nd1 = {entry}\n[pgbouncer]\n")) == [("invalid-value", "swallowed", place)]


@pytest.mark.parametrize(
    "entry",
    ["host=a,b port=5432", "password= user=x", "application_name=a=b", "host='a,port=1'", "connect_query=set,host=1"],
)
def test_values_with_equal_signs(entry: str) -> None:
    assert faults(f"[databases]\nd1 = {entry}\n[pgbouncer]\n") == []


@pytest.mark.parametrize(
    ("files", "effect", "path", "line"),
    [
        ({"pgbouncer.ini": "[pgbouncer]\nverbose = 1\nverbose = 2\n"}, "file", "pgbouncer.ini", 2),
        (
            {"pgbouncer.ini": "[pgbouncer]\nverbose = 1\n%include a\n", "a": "verbose = 2\n"},
            "across",
            "pgbouncer.ini",
            2,
        ),
        ({"pgbouncer.ini": "[databases]\na = host=b\na = host=c\n[pgbouncer]\n"}, "file", "pgbouncer.ini", 2),
        ({"pgbouncer.ini": "[users]\na = pool_size=1\na = pool_size=2\n[pgbouncer]\n"}, "file", "pgbouncer.ini", 2),
    ],
)
def test_overridden(files: dict[str, str], effect: str, path: str, line: int) -> None:
    fault = only(files["pgbouncer.ini"], files)
    assert (fault.kind, fault.effect) == ("overridden-setting", effect)
    assert (fault.span.path, fault.span.line) == (path, line)
    assert len(fault.related) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"{MAIN}verbose = 1\nverbose = 01\n",
        f"{MAIN}verbose = 1\nverbose = ${{V}}\n",
        "[databases]\na = host=b port=5\na = port=5  host=b\n[pgbouncer]\n",
        "[databases]\na = host=b\n[users]\na = pool_size=3\n[pgbouncer]\n",
        "[pgbouncer]\n{% if a %}\nverbose = 1\n{% else %}\nverbose = 2\n{% endif %}\n",
    ],
)
def test_not_overridden(text: str) -> None:
    assert faults(text) == []


def test_a_refused_value_is_not_reported_as_overridden_too() -> None:
    assert [fault.kind for fault in faults(f"{MAIN}verbose = x\nverbose = 1\n")] == ["invalid-value"]


@pytest.mark.parametrize(
    ("text", "files", "lost"),
    [
        ("[pgbouncer]\nverbose = 1\nmax_client_conn = 5\n[pgbouncer]\n", {}, "max_client_conn"),
        ("[pgbouncer]\nmax_client_conn = 5\n%include a\n", {"a": "[pgbouncer]\n"}, "max_client_conn"),
        (
            "[pgbouncer]\nmax_client_conn = 5\npkt_buf = 9\n[databases]\n[pgbouncer]\nlisten_port = 1\n",
            {},
            "max_client_conn, pkt_buf",
        ),
    ],
)
def test_reopened(text: str, files: dict[str, str], lost: str) -> None:
    fault = only(text, files)
    assert (fault.kind, fault.span.text) == ("section-reopened", "[pgbouncer]")
    assert fault.text == f"[pgbouncer] is opened again, which puts {lost} back to the default"
    assert len(fault.related) == lost.count(",") + 1


@pytest.mark.parametrize(
    "text",
    [
        "[pgbouncer]\nmax_client_conn = 100\n[pgbouncer]\n",
        "[pgbouncer]\nmax_client_conn = 5\n[pgbouncer]\nmax_client_conn = 5\n",
        "[pgbouncer]\nauth_user = a\nverbose = 1\n[pgbouncer]\n",
        "[pgbouncer]\nmax_client_conn = 5\n[databases]\n[users]\n",
        "[pgbouncer]\nmax_client_conn = 5\n[pgbouncer]\n%include /etc/more.ini\n",
        "[pgbouncer]\nserver_tls_sslmode = prefer\n[pgbouncer]\n",
    ],
)
def test_not_reopened(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("line", "instead"),
    [("max_client_conn = 0500", "500"), ("listen_port = -010", "-10"), ("so_reuseport = 010", "10")],
)
def test_octal(line: str, instead: str) -> None:
    fault = only(f"{MAIN}{line}\n")
    assert (fault.kind, fault.instead) == ("octal-number", instead)


@pytest.mark.parametrize(
    "line", ["verbose = 07", "verbose = 0x10", "verbose = 0", "unix_socket_mode = 0770", "logfile = 010"]
)
def test_not_octal(line: str) -> None:
    assert faults(f"{MAIN}{line}\n") == []


@pytest.mark.parametrize(
    ("text", "effect", "place"),
    [
        ('[databases]\nd1 = pool_size="20"\n[pgbouncer]\n', "accident", 'pool_size="20"'),
        ("[databases]\nd1 = pool_size=abc\n[pgbouncer]\n", "accident", "pool_size=abc"),
        ("[databases]\nd1 = pool_size=0x10\n[pgbouncer]\n", "accident", "pool_size=0x10"),
        ("[databases]\n* = pool_size=0.9\n[pgbouncer]\n", "accident", "pool_size=0.9"),
        ("[databases]\nd1 = pool_size=0\n[pgbouncer]\n", "zero", "pool_size=0"),
        ("[databases]\nd1 =\n[users]\nu = pool_size=00\n[pgbouncer]\n", "zero", "pool_size=00"),
        (f"{MAIN}default_pool_size = 0\n", "zero", "0"),
        (f"{MAIN}default_pool_size = -1\n", "zero", "-1"),
    ],
)
def test_pool_sizes_that_limit_nothing(text: str, effect: str, place: str) -> None:
    assert shapes(faults(text)) == [("pool-size-not-a-limit", effect, place)]


@pytest.mark.parametrize(
    "text",
    [
        "[databases]\nd1 = pool_size=-5\n[pgbouncer]\n",
        "[databases]\nd1 = pool_size=20x\n[pgbouncer]\n",
        "[databases]\nd1 = pool_size=abc pool_size=5\n[pgbouncer]\n",
        "[databases]\nd1 = pool_size=${N}\n[pgbouncer]\n",
        "[databases]\nd1 = min_pool_size=0 max_db_connections=0\n[pgbouncer]\n",
        f"{MAIN}[peers]\n1 = host=a pool_size=0\n",
    ],
)
def test_pool_sizes_that_limit(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("version", "words"),
    [((1, 23, 1), "pool_size=0 is one connection"), ((1, 24, 1), "pool_size=0 is no limit at all")],
)
def test_what_a_size_of_zero_is(version: tuple[int, ...], words: str) -> None:
    assert only("[databases]\nd1 = pool_size=0\n[pgbouncer]\n", version=version).text == words


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[databases]\nd1 =\n[users]\nu = query_timeout=0.5\n[pgbouncer]\n", "query_timeout=0.5"),
        ('[databases]\nd1 =\n[users]\nu = client_idle_timeout="30"\n[pgbouncer]\n', 'client_idle_timeout="30"'),
        ("[databases]\nd1 = server_lifetime=.5\n[pgbouncer]\n", "server_lifetime=.5"),
        (f"{MAIN}query_timeout = 0.0000001\n", "0.0000001"),
        (f"{MAIN}server_lifetime = inf\n", "inf"),
    ],
)
def test_times_that_round_to_nothing(text: str, place: str) -> None:
    assert shapes(faults(text)) == [("timeout-rounds-to-off", "", place)]


@pytest.mark.parametrize(
    "text",
    [
        "[users]\nu = query_timeout=0 idle_transaction_timeout=0.0 client_idle_timeout=500ms\n[pgbouncer]\n",
        f"{MAIN}query_timeout = 0.5\nquery_wait_timeout = inf\nidle_transaction_timeout = 0.0\n",
    ],
)
def test_times_that_do_not(text: str) -> None:
    assert faults(text) == []


FORCED = "[databases]\na = user=app\n* = user=app\n[users]\n{user} = {key}=5\n[pgbouncer]\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (FORCED.format(user="u", key="pool_size"), ["setting-has-no-effect"]),
        (FORCED.format(user="u", key="reserve_pool_size"), ["setting-has-no-effect"]),
        (FORCED.format(user="app", key="pool_size"), []),
        (FORCED.format(user="u", key="max_user_client_connections"), []),
        (FORCED.format(user="u", key="pool_size") + "auth_user = u\n", []),
        (FORCED.format(user="u", key="pool_size") + "%include /x\n", []),
        (FORCED.format(user="u", key="pool_size").replace("* = user=app", "* = host=x"), []),
        (FORCED.format(user="u", key="pool_size").replace("* = user=app", "* = user=${U}"), []),
    ],
)
def test_sizes_of_users_that_own_no_pool(text: str, found: list[str]) -> None:
    assert [fault.kind for fault in faults(text)] == found


def test_the_star_entry_fails_only_at_login() -> None:
    fault = only("[databases]\n* = host=a poolsize=5\n[pgbouncer]\n")
    assert (fault.kind, fault.effect) == ("unknown-setting", "at-login")
    assert not ini_faults.stops(fault)
    assert fault.text.endswith("no client gets a database through the * entry")
    assert [each.kind for each in faults("[databases]\n* = x\n* = host=a\n[pgbouncer]\n")] == []


def test_reading_goes_on_after_an_error() -> None:
    found = faults("[databases]\nd1 host=a\n[pgbouncer]\nfoo\nverbose = x\npool_size = 5\n")
    assert [(fault.kind, fault.span.line) for fault in found] == [
        ("syntax-error", 2),
        ("syntax-error", 4),
        ("invalid-value", 5),
        ("wrong-section", 6),
    ]


def test_no_fault_in_a_template_with_branches() -> None:
    assert faults("[pgbouncer]\n{% if x %}\nverbose = x\nfoo\nbar: 1\n[nonsense]\n{% endif %}\nz = 1\n") == []
    assert faults("[users]\nu = poolsize=5\n<% x['a', :b] %>\n[pgbouncer]\n") == []


SECRETS = [
    "[databases]\nd1 = host=a password=hunter2 poolsize=5 ; hunter2\n[pgbouncer]\n",
    "[databases]\nd1 = host=a password=my hunter2\n[pgbouncer]\n",
    "[databases]\nd1 = host=a password=my hunter2=5\n[pgbouncer]\n",
    "[databases]\nd1 = host=a password='hunter2\n[pgbouncer]\n",
    "[databases]\nd1 = postgres://u:hunter2@a/b\n[pgbouncer]\n",
    "[databases]\nd1 = password=hunter2\nd1 = password=hunter2x\n[pgbouncer]\n",
    "[users]\nu = password=hunter2\n[pgbouncer]\n",
    "[pgbouncer]\nauth_ldap_options = ldapbindpasswd=hunter2 ; hunter2\n",
    "[pgbouncer]\nauth_ldap_options = ldapbindpasswd=hunter2\nauth_ldap_options = hunter2\n",
    "[databases]\npassword hunter2\n[pgbouncer]\n",
]


@pytest.mark.parametrize("text", SECRETS)
def test_no_secret_is_printed(text: str) -> None:
    found = faults(text)
    assert found
    for fault in found:
        printed = (fault.text, fault.name, fault.value, fault.instead, *(words for words, _ in fault.related))
        assert "hunter2" not in " ".join(printed)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files is not at hand")
def test_real_files() -> None:
    tree = Disk(str(CORPUS))
    found: dict[str, list[tuple[str, int]]] = {}
    for path in sorted(CORPUS.glob("**/*")):
        name = str(path.relative_to(CORPUS))
        if not path.is_file() or looks_like(Source(name, path.read_text(errors="surrogateescape"))):
            continue
        chain = follow(tree, name)
        settings = PoolerSettings(chain, narrow(chain, VERSIONS))
        if some := [(fault.kind, fault.span.line) for fault in ini_faults.faults(settings)]:
            found[name.rpartition("/")[2] if "stacks" not in name else name.split("/")[1]] = some
    assert {name.split("__")[0]: some for name, some in found.items()} == {
        "Guilhermeferreir": [("invalid-value", 15)],
        "JelteF": [("include-problem", 1)],
        "Masozee": [("unknown-setting", 15)],
        "akatruk": [("syntax-error", 19)],
        "MoseNjau": [("value-swallows-comment", 21)],
        "TomWang22": [("value-swallows-comment", 14)],
    }
