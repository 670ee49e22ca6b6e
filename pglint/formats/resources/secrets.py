"""Passwords that stand in Terraform files as they are (never shown), and those that are MD5 hashes.

A secret that has a place of its own, such as the default of a variable or a .tfvars file, is reported there.
"""

from __future__ import annotations

import re

from pglint.facts import Fault
from pglint.formats import conninfo
from pglint.formats.resources.aws import CLUSTER, ENGINES, INSTANCE
from pglint.formats.resources.cells import known
from pglint.formats.resources.found import Found
from pglint.formats.terraform.resource import Given, Resource
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORDS = {
    "postgresql_role": "password",
    "azurerm_postgresql_flexible_server": "administrator_password",
    "azurerm_postgresql_server": "administrator_login_password",
    INSTANCE: "password",
    CLUSTER: "master_password",
}
_MD5 = re.compile(r"md5[0-9a-f]{32}")


def faults(found: Found) -> Iterator[Fault]:
    """One fault for each password or hash that the files tell."""
    for kind, name in PASSWORDS.items():
        for resource in found.of(kind):
            if kind not in (INSTANCE, CLUSTER) or known(resource.content, "engine") in ENGINES:
                yield from _password(resource, name)
    for provider in found.providers():
        if provider.type == "postgresql":
            yield from _password(provider, "password")
    for resource in found.of("postgresql_subscription"):
        given = resource.content.given("conninfo")
        if given is not None and conninfo.read(_text(given)).get("password"):
            yield Fault("secret-in-config", f"conninfo of {resource.address} holds a password", given.span, "conninfo")


def _password(resource: Resource, name: str) -> Iterator[Fault]:
    given = resource.content.given(name)
    secret = _text(given) if given is not None else ""
    if given is None or not secret or secret.startswith("SCRAM-SHA-256$"):
        return
    place = given.value.origin.span if given.value.origin else given.span
    if _MD5.fullmatch(secret):
        yield Fault("md5-password", f"{name} of {resource.address} is an MD5 hash", place, name)
    else:
        yield Fault("secret-in-config", f"{name} of {resource.address} is written out", place, name)


def _text(given: Given) -> str:
    return given.value.data if isinstance(given.value.data, str) else ""
