"""Settings that nobody wrote: parameters × shapes of values, the same ones in every run."""

from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

from pglint.catalog.postgresql import Parameter, parameter
from pglint.catalog.postgresql_table import PARAMETERS

SEED = 20261121
HOST_DECIDES = {
    "timezone": "time zones of the host", "log_timezone": "time zones of the host",
    "timezone_abbreviations": "a file of the installation",
    "lc_messages": "locales of the host", "lc_monetary": "locales of the host",
    "lc_numeric": "locales of the host", "lc_time": "locales of the host",
    "client_encoding": "names of encodings",
    "data_directory": "the server goes there",
    "config_file": "shown as an absolute path", "hba_file": "shown as an absolute path",
    "ident_file": "shown as an absolute path",
    "max_stack_depth": "limited by the account's stack",
    "bonjour": "refused where the build has none", "ssl": "refused where the build has none",
    "extension_destdir": "a parameter of Debian's own",
    "data_checksums": "read from the data directory", "wal_segment_size": "read from the data directory",
    "wal_compression": "words of the build", "default_toast_compression": "words of the build",
    "recovery_target_time": "dates are not read",
    "max_connections": "refused for its sum with others", "max_worker_processes": "refused for its sum with others",
    "max_wal_senders": "refused for its sum with others", "autovacuum_max_workers": "refused for its sum with others",
    "allow_in_place_tablespaces": "came with a minor release", "composite_type_mismatch": "came with a minor release",
    "file_extend_method": "came with a minor release", "output_plugin_libraries": "came with a minor release",
    "restrict_nonsystem_relation_kind": "came with a minor release",
}  # fmt: skip
"""Parameters whose values are judged by what no file tells, or together with others."""

OTHER = "work_mem"
"""What is asked for where a line sets a parameter that the server does not know, and may take."""


class Line(NamedTuple):
    """One line of a postgresql.conf, and the parameter to ask for."""

    text: str
    parameter: str


SIZES = ("B", "kB", "MB", "GB", "TB")
TIMES = ("us", "ms", "s", "min", "h", "d")
NO_UNITS = ("mb", "Mb", "GiB", "K", "S", "sec", "H", "m", "%")
ASSIGNMENTS = ("{name} = {value}", "{name}={value}", "{name} {value}", "\t{name}\t=  {value}  # a note", "{upper} = {value}",
               "{name} = {value}#note", "{name} = {value}", "{name} = {value}\r", "{odd}={value}", "{odd} {value}\t",
               " {name} \t{value} #= 'x", "{name}\r=\r{value} \r # ä")  # fmt: skip
BROKEN = ("{name} == {value}", "{name} : {value}", "{name} = {value};", "{name} = {value} {value}", "{name} =", "{name}",
          "{name} = \"{value}\"", "{name}. = {value}", "{name} = '{value}", "{name}s = {value}",
          "{name} = '{value}' '{value}'", "{name}\v= {value}", "{name} = {value}\f", "{name}\u00a0= {value}", "{name} = ä{value}",
          "{name} = {value}, {value}", "-{name} = {value}", "1{name} = {value}", "'{name}' = {value}", "{name} = = {value}",
          "x.{name} = {value}", "{name}.x = {value}", "x.{name}.y = {value}", "{name}$ = {value}", "set {name} = {value}",
          "{name} = {value} \\", "{name} = on off", "= {value}", "{name} = '{value}'x", "{name} to {value}",
          "{name} = 'a{value}''", "{name} = 'a{value}\\'", "{name} = a'{value}'", "{name} = ''{value}''")  # fmt: skip


def lines(major: int, count: int, seed: int = SEED) -> list[Line]:
    """That many different lines for one major of the server."""
    chance = Random(seed)
    known = [each for name in sorted(PARAMETERS) if (each := parameter(name, major)) and name not in HOST_DECIDES]
    found: dict[str, Line] = {}
    while len(found) < count:
        line = _line(chance, chance.choice(known))
        found[line.text] = line
    return list(found.values())


def _line(chance: Random, known: Parameter) -> Line:
    value = chance.choice(list(dict.fromkeys(_values(chance, known))))
    if chance.random() < 0.12:
        shape = chance.choice(BROKEN)
    else:
        shape = chance.choice(ASSIGNMENTS)
        value = value if _is_bare(value) and chance.random() < 0.5 else _quoted(chance, value)
    odd = "".join(chance.choice((letter, letter.upper())) for letter in known.name)
    text = shape.format(name=known.name, upper=known.name.upper(), odd=odd, value=value)
    return Line(text, known.name if not shape.startswith(("x.", "{name}.")) else OTHER)


def _is_bare(value: str) -> bool:
    return bool(value) and not any(character in "'\\#\n\t\r" for character in value)


def _quoted(chance: Random, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("'", chance.choice(("''", "\\'")))
    if value and value.isascii() and value.isalnum() and chance.random() < 0.2:
        at = chance.randrange(len(value))
        written = f"{ord(value[at]):03o}" if value[at] in "01234567bfnrt" or chance.random() < 0.5 else value[at]
        escaped = f"{value[:at]}\\{written}{value[at + 1:]}"
    return f"'{escaped}'"


def _values(chance: Random, known: Parameter) -> Iterable[str]:
    if known.type in ("integer", "real"):
        return _numbers(chance, known)
    if known.type == "bool":
        return _booleans()
    if known.type == "enum":
        return _words(known)
    return _texts(chance, known)


def _numbers(chance: Random, known: Parameter) -> Iterator[str]:
    low, high = int(known.min or 0), int(known.max or 0)
    inside = chance.randint(low, min(high, low + 10 ** chance.randint(1, 9)))
    small = chance.randint(0, 200)
    for number in (low, high, low - 1, high + 1, inside, small):
        yield str(number)
    sign = "-" if inside < 0 else ""
    yield from (f"{sign}0{abs(inside):o}", f"{sign}{abs(inside):#x}", f"0{small}", f"{small:#X}", f"+{small}", f" {inside} ")
    fraction = chance.choice((".5", ".49", ".51", ".0", ".", ".25", ".999999"))
    yield from (f"{inside}{fraction}", f"{small}{fraction}", f"{fraction}1", f"{small}e1", f"{small}.0e-1", "1e400", "nan", "inf")
    share = chance.choice((chance.random(), chance.random() * small, 10.0 ** chance.randint(-12, 12)))
    yield from (f"{share}", f"{share:.3e}", f"-{share:.2f}", f"{share:.17g}", f"+{share:.1f}", "-0", "-0.0", "1e-320", "0x1p3", "5.e1")
    yield from ("-inf", "Infinity", "NaN(1)", "1e", "1e+", f"{small}.{small}.{small}", "--1", "+-1", "1d0", "1f", "0b1", f"{small}:00")
    for unit in (*SIZES, *TIMES, chance.choice(NO_UNITS)):
        amount = chance.choice((small, inside, low, high))
        yield from (f"{amount}{unit}", f"{small} {unit} ", f"{small}{fraction}{unit}", f"0x{small:x}{unit}", f"0{small:o}{unit}")
        yield from (f"-1{unit}", f"{small}{unit}{unit}", f"{small}e1{unit}")
    yield from ("", " ", "on", "-", "99999999999", "9223372036854775808", f"{small}_000", f"{small},5", f"{small}-", "0x", "08")


def _booleans() -> Iterator[str]:
    for word in ("on", "off", "true", "false", "yes", "no", "1", "0"):
        yield from (word, word.upper(), word[:-1], word[:1], word + "s", f" {word}")
    yield from ("2", "00", "01", "enabled", "-1", "o", "1.0", "", "y", "n", "of", "on off", "ON ", "0x1", "t\t", "null", "default")


def _words(known: Parameter) -> Iterator[str]:
    for word in (*known.enum, *known.enum_hidden):
        yield from (word, word.upper(), word.title(), word[:-1], f"{word} ", word + "x")
    yield from ("", "default", "1", "on", "none", "0x1", "off", "true", "FALSE", "yes", "0", "o")


def _texts(chance: Random, known: Parameter) -> Iterator[str]:
    yield from ("", "a", "a b", "a, b", "a.b", "a/b", "it's", "a\\b", "a\nb", "a # b", "a#b", "ä", "*", "/x/y", "'", "''", "\\",
                "a-b.log", "a:b", "1", "1a", "0x1", "-", "_x", "a=b", "A B", '"a"', '"', '"a b", c', "a,,b", " a ", "%m [%p]",
                "a" * chance.randint(60, 70))  # fmt: skip
    by_name = {
        "DateStyle": ("ISO, DMY", "german", "us, iso", "iso, sql", "euro,european", "'ISO'", "postgresql", "default", "iso mdy"),
        "log_destination": ("stderr,csvlog", "JSONLOG", "syslog, stdout", '"stderr"', "stderr,", "event log", "file"),
        "synchronous_standby_names": ("2 (a, b)", "ANY 1 (a, b)", "FIRST 0 (a)", "first 3 (a,b)", "a b", "any(a)", "ANY (a, b)",
                                      '"A b", *', "1(a", "ANY 1", "2 (*)", "(a)", "3, 4", "'a'"),
        "primary_slot_name": ("slot_1", "Slot", "slot-1"),
        "log_connections": ("all", "receipt", "on,all"),
        "wal_consistency_checking": ("all", "heap, btree", "HEAP", "xlog", '"heap"', "all, bogus", "heap,", "Heap2 , gin"),
        "backtrace_functions": ("f", "f,g", "f g", "f-g", "f\tg", "a.b"),
        "createrole_self_grant": ("set, inherit", "SET", "inherit,set,x", '"set"', ","),
        "temp_tablespaces": ("a, b", '"A b",c', "a b", ""),
        "search_path": ('"$user", public', "a, b,", "$user", "a b", '"'),
        "recovery_target": ("immediate", "Immediate", "now"),
        "recovery_target_lsn": ("0/0", "1/1", "16/B374D848", "g/0", "1/", "123456789/0", "/1", "0/0 "),
        "recovery_target_xid": ("1", "0", "x", "4294967296", "18446744073709551616", "-1", "0x10", "010", " 5"),
        "recovery_target_timeline": ("latest", "current", "1", "0x2", "LATEST", "x", "-1", "", "18446744073709551616", "1x", "08"),
        "recovery_target_name": ("a", "a" * 63, "a" * 64),
        "primary_conninfo": ("host=a port=1", "host=", "x y", "postgresql://a/b"),
        "unix_socket_directories": ("/tmp", "/a, /b", '"/a b"', "/a b", "/a,,/b"),
        "listen_addresses": ("*", "localhost, 10.0.0.1", "::1", "a b", ""),
        "shared_preload_libraries": ("", '"a b", c', "a b", "pg_stat_statements, x"),
        "debug_io_direct": ("data", "data, wal", "WAL_INIT", "x", "data,,wal"),
        "io_combine_limit": ("8kB", "128kB", "1MB", "4kB"),
    }  # fmt: skip
    yield from by_name.get(known.name, ())
