"""Configurations of PgBouncer that nobody wrote: settings and keys × shapes of values, the same ones in every run."""

from collections.abc import Iterable, Iterator
from random import Random

from pglint.catalog import pgbouncer as catalog
from pglint.catalog.pgbouncer import Known, Version

SEED = 20261121
HOST_DECIDES = {
    "conffile": "the file itself", "job_name": "only a name", "logfile": "a file that is opened",
    "pidfile": "a file that is written", "resolv_conf": "a file that is read", "service_name": "Windows",
    "user": "an account of the host", "syslog": "writes to the host's log", "syslog_facility": "writes to the host's log",
    "syslog_ident": "writes to the host's log",
    "tcp_keepcnt": "limits of the kernel", "tcp_keepidle": "limits of the kernel", "tcp_keepintvl": "limits of the kernel",
    "tcp_user_timeout": "limits of the kernel",
    "listen_addr": "the tests listen on loopback", "listen_port": "the tests choose one", "unix_socket_dir": "a folder",
    "unix_socket_group": "an account of the host", "unix_socket_mode": "there is no socket",
}  # fmt: skip
"""Settings that decide on files, accounts and sockets of the machine."""

LISTEN = "listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
ODD_HEADERS = ("[pgbouncer]", "[databases]", "[users]", "[peers]", "[Databases]", "[ users ]", "[users] ; x", "[monitoring]", "[]")
ODD_LINES = ("nonsense", "= 5", "; a note", "# a note", "  ; indented", "%include nofile.ini", "%include", "%", "default_pool_size", "\t",
             "'default_pool_size' = 5", "pool_mode : session", "default_pool_size == 5", "a b = c", "\\", "%INCLUDE x")  # fmt: skip


def inis(version: Version, count: int, seed: int = SEED) -> list[str]:
    """That many different configurations; ``{port}`` stands where the port belongs."""
    chance = Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[_ini(chance, version)] = None
    return list(found)


def _ini(chance: Random, version: Version) -> str:
    databases, users, main = ["d1 = host=127.0.0.1 port=5432"], [], LISTEN.splitlines()
    for _ in range(chance.choice((1, 1, 1, 2))):
        kind = chance.random()
        if kind < 0.5:
            main.insert(chance.choice((0, len(main))), _setting(chance, version))
        elif kind < 0.75:
            databases.append(_entry(chance, "databases", chance.choice(("d2", "*", "d1", "my-db", "d.2", "D_3")), version))
        elif kind < 0.87:
            users.append(_entry(chance, "users", chance.choice(("u1", "u-1", "*")), version))
        else:
            lines = chance.choice((databases, users, main))
            lines.insert(len(lines), chance.choice((*ODD_LINES, chance.choice(ODD_HEADERS))))
    parts = [["[databases]", *databases], ["[pgbouncer]", *main]]
    if users:
        parts.insert(chance.randint(0, 2), ["[users]", *users])
    end = chance.choice(("\n", "\n", "\n", "\r\n"))
    return "".join(f"{line}{end}" for part in parts for line in part)


def _setting(chance: Random, version: Version) -> str:
    known = chance.choice([each for name, each in sorted(catalog.settings("pgbouncer").items()) if _tried(each)])
    if known.since > version and chance.random() < 0.7:
        return _setting(chance, version)
    name = known.name if chance.random() < 0.95 else chance.choice((known.name.upper(), known.name + "s", f"'{known.name}'"))
    value = chance.choice(list(_values(chance, known)))
    return chance.choice(("{} = {}", "{}={}", "  {} =\t{}", "{} = {}  ", "{} = {}", "{} = {} ; note")).format(name, value)


def _tried(known: Known) -> bool:
    return known.type != "path" and known.name not in HOST_DECIDES


def _entry(chance: Random, section: str, name: str, version: Version) -> str:
    keys = list(catalog.settings(section).values())
    pairs = []
    for known in chance.sample(keys, chance.choice((0, 1, 1, 2))):
        if known.since > version and chance.random() < 0.7:
            continue
        value = chance.choice(list(_values(chance, known)))
        quoted = chance.choice(("'", "'", '"') if " " in value else ("", "", "", "'"))
        pairs.append(f"{known.name}{chance.choice(('=', '=', ' = '))}{quoted}{value}{quoted}")
    odd = ("pool_size", "x=1", "; note", "host='a", ",", "pool_size=5,min_pool_size=1", "host=''", "=5", "'user'=u", "poolsize=3")
    if chance.random() < 0.1:
        pairs.append(chance.choice(odd))
    return f"{name} = {chance.choice((' ', ' ', '  ')).join(pairs)}"


def _values(chance: Random, known: Known) -> Iterable[str]:
    if known.type in ("int", "uint", "flag", "time"):
        return _numbers(chance)
    if known.type == "enum":
        return _words(known)
    return ("", "a", "a,b", "x y", "u1, u2", "select 1", "it''s", "127.0.0.1", "a=b", "*", "-", "0")


def _numbers(chance: Random) -> Iterator[str]:
    number = chance.randint(0, 300)
    yield from (str(number), "0", "1", f"{number}", f" {number}", f"+{number}", f"-{number}", f"0{number}", f"{number:#x}")
    yield from (f"{number}.5", f"{number}e1", f"{number}s", f"{number}ms", f"{number} s", f"'{number}'", f"{number}k", "", "on")
    yield from ("4294967296", "99999999999999999999", "inf", "nan", ".5", "08", f"{number},", f"{number} # x", "0x", "true", "- 1")


def _words(known: Known) -> Iterator[str]:
    for word in known.words:
        yield from (word.text, word.text, word.text.upper(), word.text[:-1], f"'{word.text}'")
    yield from ("", "off", "1", "default")
