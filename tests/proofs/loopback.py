"""The files of an example, changed only as far as it takes to run them on this machine."""

import re
from collections.abc import Iterable, Mapping

OURS = ("listen_addr", "listen_port", "unix_socket_dir", "logfile", "pidfile", "auth_type", "admin_users")
HOST = re.compile(r"\bhost=[\w.-]+(?:[ \t]+port=\d+)?")
SECTION = re.compile(r"^\[pgbouncer\][^\n]*\n", re.MULTILINE)
LISTEN = re.compile(r"^([ \t]*listen_addr[ \t]*=[ \t]*)(.*)", re.MULTILINE)
AWAY = "127.0.9.9"
"""Stands for the address of this machine that others see, where a file listens on more than loopback."""


def pooler_files(
    text: str, others: Mapping[str, str], server_port: int, port: int, roles: Iterable[str], keep: Iterable[str] = ()
) -> dict[str, str]:
    """A pgbouncer.ini whose databases are at ``server_port`` of loopback and which listens at ``port``; its auth_file.

    Whoever is among ``roles``, or in a file of the example, logs in without a password; postgres may use the console.
    ``keep``: settings that stay as the example has them. What is ours is below each [pgbouncer], of included files too.
    """
    ours = {"listen_addr": "127.0.0.1", "listen_port": port, "unix_socket_dir": "", "auth_type": "trust", "admin_users": "postgres"}
    lines = "".join(f"{name} = {value}\n" for name, value in ours.items() if name not in keep)
    named = re.search(r"^[ \t]*auth_file[ \t]*=[ \t]*(\S+)", text, re.MULTILINE)
    if not named:
        lines += "auth_file = users.txt\n"
    users = named[1] if named else "users.txt"
    may = ("postgres",) if users in others else dict.fromkeys(("postgres", *roles))
    listed = others.get(users, "") + "".join(f'"{role}" ""\n' for role in may)

    def runnable(text: str) -> str:
        text = re.sub(rf"^[ \t]*({'|'.join(set(OURS) - set(keep))})[ \t]*=.*\n?", "", text, flags=re.MULTILINE)
        text = LISTEN.sub(lambda found: found[1] + _heard(found[2]), HOST.sub(f"host=127.0.0.1 port={server_port}", text))
        return SECTION.sub(lambda found: found[0] + lines, text)

    text = text if text.endswith("\n") else text + "\n"
    main = runnable(text) if SECTION.search(text) else f"{runnable(text)}[pgbouncer]\n{lines}"
    included = {name: runnable(other) for name, other in others.items() if SECTION.search(other)}
    return {**included, "pgbouncer.ini": main, users: listed}


def _heard(addresses: str) -> str:
    """Where to listen on loopback in place of these addresses: on ``AWAY`` too where others would reach it."""
    near = all(each.strip() in ("127.0.0.1", "localhost", "::1") for each in addresses.split(","))
    return "127.0.0.1" if near else f"127.0.0.1,{AWAY}"
