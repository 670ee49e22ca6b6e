"""Who works on a server, and for whom nothing ends statements or idle transactions."""

import pytest

from pglint.model.sessions import sessions, unbounded
from pglint.values import Unknown
from tests.stack_models import model

VERSION = (1, 25, 2)
INI = "[databases]\napp = host=db user=app dbname=shop\njobs = host=db\n[pgbouncer]\npool_mode = transaction\n"
IDLE = "idle_in_transaction_session_timeout"


def app(name, **keys):
    lines = [f"{key.replace('_', '-')} = {value!r}" for key, value in keys.items()]
    return "\n".join(["[[stack.app]]", f'name = "{name}"', *lines, ""]).replace("'", '"')


def role(name, text=""):
    return f'[[stack.role]]\nname = "{name}"\n{text}\n'


@pytest.mark.parametrize(
    ("ini", "toml", "expected"),
    [
        (None, "", []),
        (INI, "", [('pool "app"', "app", "shop"), ('pool "jobs"', None, "jobs")]),
        (
            INI,
            app("worker", via="pooler", role="worker", database="jobs"),
            [('pool "app"', "app", "shop"), ('pool "jobs" of "worker"', "worker", "jobs")],
        ),
        (None, app("web", role="web", database="shop"), [('application "web"', "web", "shop")]),
        (None, app("web", role="web") + role("web"), [('application "web"', "web", None)]),
        (None, role("web") + role("dba", "superuser = true"), [('role "web"', "web", None)]),
        (None, role("standby", "replication = true") + role("owner", "login = false"), []),
        (None, app("admin", role="dba") + role("dba", "superuser = true"), [('application "admin"', "dba", None)]),
        (
            "[databases]\n* = host=db user=app\n[pgbouncer]\npool_mode = transaction\n",
            "",
            [('pool "*"', "app", None)],
        ),
    ],
)
def test_sessions(ini, toml, expected):
    server = model("max_connections = 100\n", ini, toml).server
    assert [(each.label, each.role, each.database) for each in sessions(server, VERSION)] == expected


BOTH = ('pool "app"', 'pool "jobs"')
FIVE = ('application "a0"', 'application "a1"', 'application "a2"', "2 more")
SETS = 'settings = { idle_in_transaction_session_timeout = "30s", statement_timeout = "30s" }'


@pytest.mark.parametrize(
    ("conf", "ini", "toml", "name", "expected"),
    [
        ("", INI, "", IDLE, BOTH),
        (f"{IDLE} = 60s", INI, "", IDLE, ()),
        ("transaction_timeout = 60s", INI, "", IDLE, ()),
        ("transaction_timeout = 60s", INI, "", "statement_timeout", BOTH),
        ("", INI + "idle_transaction_timeout = 60\n", "", IDLE, ()),
        ("", INI + "transaction_timeout = 60\n", "", IDLE, ()),
        ("", INI + "query_timeout = 60\n", "", IDLE, ()),
        ("", INI + "query_timeout = 60\n", "", "statement_timeout", BOTH),
        ("", INI + "[users]\napp = idle_transaction_timeout=60\n", "", IDLE, ('pool "jobs"',)),
        # 0 in [users] leaves the global one in force
        ("", INI + "idle_transaction_timeout = 9\n[users]\napp = idle_transaction_timeout=0\n", "", IDLE, ()),
        # which role comes to jobs is not known, and app has its own value
        ("", INI, role("app", SETS), IDLE, Unknown),
        ("", INI.replace("jobs = host=db\n", ""), role("app", SETS), IDLE, ()),
        ("", None, app("web", role="web") + role("web", SETS), IDLE, ()),
        ("", None, app("web"), IDLE, ('application "web"',)),
        ("", None, app("web", startup_parameters=[IDLE]), IDLE, Unknown),
        ("", None, app("web", startup_parameters=["options"]), "statement_timeout", Unknown),
        ("", None, app("web", startup_parameters=["application_name"]), IDLE, ('application "web"',)),
        ("include '/etc/more.conf'", INI, "", IDLE, Unknown),
        ("", None, "".join(app(f"a{n}") for n in range(5)), IDLE, FIVE),
    ],
)
def test_unbounded(conf, ini, toml, name, expected):
    server = model(conf + "\nmax_connections = 100\n", ini, toml).server
    found = unbounded(server, name, 18, VERSION).value
    assert isinstance(found, Unknown) if expected is Unknown else found == expected


def test_the_owner_of_the_value_has_the_say():
    toml = role("app", f"settings = {{ {IDLE} = 0 }}") + role("web", f"settings = {{ {IDLE} = 0 }}")
    toml += f'[[stack.database]]\nname = "jobs"\nsettings = {{ {IDLE} = "0" }}\n'
    toml += app("worker", role="worker", database="jobs")
    ini = INI.replace("jobs = host=db\n", "") + "[users]\napp = idle_transaction_timeout=5\n"
    server = model(f"{IDLE} = 60s\n", ini, toml).server
    owners = [None, server.roles["app"], server.roles["web"], server.databases["jobs"]]
    found = [unbounded(server, IDLE, 18, VERSION, owner).value for owner in owners]
    assert found == [(), (), ('role "web"',), ('application "worker"',)]


def test_a_pooler_that_may_lead_here():
    ini = "[databases]\na = host=one user=u\nb = host=two user=u\n[pgbouncer]\npool_mode = session\n"
    server = model("max_connections = 100\n", ini).server
    assert isinstance(unbounded(server, IDLE, 18, VERSION).value, Unknown)
