"""Configurations of PgBouncer that nobody wrote: settings and keys × shapes of values, the same ones in every run."""

from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

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
ODD_HEADERS = ("[pgbouncer]", "[databases]", "[users]", "[peers]", "[Databases]", "[ users ]", "[users] ; x", "[monitoring]", "[]",
               "[pgbouncer", "[databases]d9 = host=127.0.0.1", "[pgbouncer]default_pool_size = 5", "[[users]]", "[users]]", "\t[users]\t",
               "[PGBOUNCER]", "['users']")  # fmt: skip
ODD_LINES = ("nonsense", "= 5", "; a note", "# a note", "  ; indented", "%include nofile.ini", "%include", "%", "default_pool_size", "\t",
             "'default_pool_size' = 5", "pool_mode : session", "default_pool_size == 5", "a b = c", "\\", "%INCLUDE x", "%includemore.ini",
             "%include \tmore.ini", "%include 'more.ini'", "%include ./more.ini", "% include more.ini", "\v", "d\u00e4 = host=a", "*", "* =", "a.b-c_d = ",
             "pgbouncer = host=127.0.0.1", "\ufeff", "-", ".=", "d1=", "d1 =user=x", "//", "u1 = pool_mode=session", "1 = host=127.0.0.1 port=5432",
             "verbose = 1 # x", "pool_mode = session ; x", "%include more.ini ; x", "server_reset_query = select 1 ; x")  # fmt: skip
NAMES = {
    "databases": ("d2", "*", "d1", "my-db", "d.2", "D_3", "pgbouncer", "d1", "*", "_", "4", "'d 2'", '"d 2"', "d/2"),
    "users": ("u1", "u-1", "*", "u1", "U1", "'u 1'", "a.b"),
    "peers": ("1", "2", "x", "0", "65536", "1"),
}
PLAIN = ["d1 = host=127.0.0.1 port=5432"]


class Written(NamedTuple):
    """The main file and those beside it; ``{port}`` stands where the port belongs."""

    ini: str
    files: dict[str, str]


def inis(version: Version, count: int, seed: int = SEED) -> list[Written]:
    """That many different configurations."""
    chance = Random(seed)
    found: dict[str, Written] = {}
    while len(found) < count:
        written = _ini(chance, version)
        found[f"{written}"] = written
    return list(found.values())


def _ini(chance: Random, version: Version) -> Written:
    """One or two things that may be wrong, in an otherwise plain configuration; some stand in an included file."""
    parts: dict[str, list[str]] = {"databases": [*PLAIN], "users": [], "pgbouncer": LISTEN.splitlines(), "peers": []}
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        _vary(chance, version, parts)
    order = ["databases", "pgbouncer"]
    for section in ("users", "peers"):
        if parts[section]:
            order.insert(chance.randint(0, len(order)), section)
    blocks = [[f"[{section}]", *parts[section]] for section in order]
    end = chance.choice(("\n", "\n", "\n", "\r\n", "\n\n"))
    files = _more(chance, version, blocks, end) if chance.random() < 0.2 else {}
    text = "".join(f"{line}{end}" for block in blocks for line in block)
    return Written(text.rstrip("\r\n") if chance.random() < 0.1 else text, files)


def _vary(chance: Random, version: Version, parts: dict[str, list[str]]) -> None:
    kind = chance.random()
    if kind < 0.45:
        main = parts["pgbouncer"]
        main.insert(chance.choice((0, len(main))), _setting(chance, version))
    elif kind < 0.87:
        section = chance.choice(("databases",) * 4 + ("users",) * 2 + (() if version < (1, 19) and chance.random() < 0.9 else ("peers",)))
        parts[section].append(_entry(chance, section, chance.choice(NAMES[section]), version))
    else:
        lines = chance.choice(list(parts.values()))
        lines.insert(chance.randint(0, len(lines)), chance.choice((*ODD_LINES, chance.choice(ODD_HEADERS))))


def _more(chance: Random, version: Version, blocks: list[list[str]], end: str) -> dict[str, str]:
    """Included files, which start in the section that is open and may open another."""
    files = {}
    name, text = "more.ini", chance.choice((_setting(chance, version), "[users]", "; nothing", "d3 = host=127.0.0.1", "[databases]", "[pgbouncer]", ""))
    if chance.random() < 0.3:
        files["deep/most.ini"] = chance.choice((_setting(chance, version), "%include more.ini", "[users]", "d4 = x")) + end
        text = f"{text}{end}%include deep/most.ini"
    files[name] = text + chance.choice((end, ""))
    block = chance.choice(blocks)
    block.insert(chance.randint(0, len(block)), f"%include {name}")
    return files


def _setting(chance: Random, version: Version) -> str:
    known = chance.choice([each for name, each in sorted(catalog.settings("pgbouncer").items()) if _tried(each)])
    if known.since > version and chance.random() < 0.7:
        return _setting(chance, version)
    name = known.name if chance.random() < 0.95 else chance.choice((known.name.upper(), known.name + "s", f"'{known.name}'"))
    value = chance.choice(list(_values(chance, known)))
    shape = chance.choice(("{} = {}", "{}={}", "  {} =\t{}", "{} = {}  ", "{} = {}", "{} = {} ; note", "{}\t={}\t", "{} = {}\r", "{} = = {}"))
    return shape.format(name, value)


def _tried(known: Known) -> bool:
    return known.type != "path" and known.name not in HOST_DECIDES


def _entry(chance: Random, section: str, name: str, version: Version) -> str:
    keys = list(catalog.settings(section).values())
    pairs = []
    for known in chance.sample(keys, chance.choice((0, 1, 1, 2))):
        if known.since > version and chance.random() < 0.7:
            continue
        value = chance.choice(list(_values(chance, known)))
        quoted = chance.choice(("'", "'", '"', "") if " " in value else ("", "", "", "'"))
        pairs.append(f"{known.name}{chance.choice(('=', '=', ' = ', '= ', ' ='))}{quoted}{value}{quoted}")
    if chance.random() < 0.15:
        pairs.insert(chance.randint(0, len(pairs)), chance.choice(ODD_PAIRS))
    between = chance.choice((" ", " ", " ", "  ", "\t", ", "))
    return f"{name}{chance.choice(EQUALS)}{between.join(pairs)}"


EQUALS = (" = ", "=", " =", "\t=\t")
ODD_PAIRS = ("pool_size", "x=1", "; note", "host='a", ",", "pool_size=5,min_pool_size=1", "host=''", "=5", "'user'=u", "poolsize=3",
             "host='a''b'", "host='a' port=1", "host='a'port=1", "host='a''", "host = 'a b' port = 1", "dbname=%d", "user='%u'", "POOL_SIZE=5",
             "port=0", "port=a", "port=5432,5433", "port=", "password=a=b", "password='a=b c'", "host=[::1]", "host=a,b,c", "host=/tmp",
             "pool_mode=Session", "pool_mode='transaction '", "connect_query='select 1; select ''2'''", "sslmode=require", "options='-c x=1'",
             "postgresql://a/b", "dbname='a b'", "dbname=''''", "pool_size='5'", "pool_size= 5", "auth_user=''", "timezone=UTC", "client_encoding=UTF8",
             "datestyle=ISO application_name=x", "\\", "user=a user=b", "host", "'host'='a'", "host='a'#", "port=-1", "port=99999999999")  # fmt: skip


def _values(chance: Random, known: Known) -> Iterable[str]:
    if known.type in ("int", "uint", "flag", "time"):
        return _numbers(chance)
    if known.type == "enum":
        return _words(known)
    return ("", "a", "a,b", "x y", "u1, u2", "select 1", "it''s", "127.0.0.1", "a=b", "*", "-", "0", "'", "''", "'a b'", '"a"', "a;b", "%a", "\u00e4",
            "a\\b", "/", ",", "a" * 200)  # fmt: skip


def _numbers(chance: Random) -> Iterator[str]:
    number = chance.randint(0, 300)
    yield from (str(number), "0", "1", f"{number}", f" {number}", f"+{number}", f"-{number}", f"0{number}", f"{number:#x}")
    yield from (f"{number}.5", f"{number}e1", f"{number}s", f"{number}ms", f"{number} s", f"'{number}'", f"{number}k", "", "on")
    yield from ("-0", "+ 1", f"{number}_000", f"0{number:o}", f"-{number:#x}", f"{number}.", "1e400", "1e-400", "-inf", "NAN", "infinity", "0x1p3", "1e")
    yield from (f"{number};", f"\t{number}", f"{number}min", "2147483648", "-2147483649", "9223372036854775808", "1.5", "0.1", "-0.5", "1,5")
    yield from ("4294967296", "99999999999999999999", "inf", "nan", ".5", "08", f"{number},", f"{number} # x", "0x", "true", "- 1")


def _words(known: Known) -> Iterator[str]:
    for word in known.words:
        yield from (word.text, word.text, word.text.upper(), word.text[:-1], f"'{word.text}'", f"{word.text}s", word.text.title(), f'"{word.text}"')
    yield from ("", "off", "1", "default", "on", "0", "none", "true", "prefer ", "verify_full", "md5,trust")
