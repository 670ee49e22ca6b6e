"""What the parameters of a managed server say wrongly: to PostgreSQL, which reads them, or to the platform's API.

Rules CFG001 to CFG003, CFG008, CFG009 and REP013. A platform has parameters of its own that PostgreSQL does not know:
an unknown name is only reported where a known one was clearly meant.
"""

from __future__ import annotations

from pglint.catalog import platforms
from pglint.catalog.postgresql import parameter
from pglint.catalog.rds_formula import malformed
from pglint.facts import Fault, Setting
from pglint.model import conf_faults, startup
from pglint.record import TYPE_CHECKING
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.model.managed import Managed
    from pglint.model.server import Server

AMAZON = ("aws_rds_postgresql", "aws_aurora_postgresql", "aws_aurora_serverless_v2")


def faults(server: Server) -> Iterator[Fault]:
    """The faults of one managed server's settings that hold in all its majors; origins are related places."""
    managed, chain = server.settings.managed, server.settings.chain
    assert managed is not None
    origins = {(each.span.path, each.value_span.start): each.origin for each in chain.settings if each.origin}
    for fault in _all(server, managed):
        origin = origins.get((fault.span.path, fault.span.start))
        yield fault._replace(related=((origin.name, origin.span),)) if origin else fault


def _all(server: Server, managed: Managed) -> Iterator[Fault]:
    chain, readings = server.settings.chain, server.readings
    own = []
    for setting in chain.settings:
        refused = _refused(setting, managed, readings)
        if refused is not None:
            yield refused
        elif not platforms.own_parameter(managed.platform, setting.name):
            yield from _notation(setting, managed, readings)
            if all(managed.meaning(setting, major) is None for major in readings):
                own.append(setting)
    for fault in conf_faults.faults(chain._replace(settings=tuple(own)), readings):
        if fault.kind != "overridden-setting" and (fault.kind != "unknown-setting" or fault.instead):
            yield fault
    yield from _methods(server, managed)
    yield from startup.faults(server.settings)


def _refused(setting: Setting, managed: Managed, readings: tuple[int, ...]) -> Fault | None:
    """A parameter that the platform does not let anybody set there."""
    reasons = {platforms.refused(managed.platform, setting.name, major, setting.section) for major in readings}
    if len(reasons) != 1 or "" in reasons:
        return None
    return Fault("setting-refused-by-platform", reasons.pop(), setting.name_span, setting.name)


def _notation(setting: Setting, managed: Managed, readings: tuple[int, ...]) -> Iterator[Fault]:
    """A formula that cannot be read; on Amazon, a number with a unit, which its API does not take."""
    if not isinstance(setting.value, str):
        return
    found = [managed.meaning(setting, major) for major in readings]
    wrong = malformed(setting.value) if any(isinstance(each, Unknown) for each in found) else ""
    if wrong:
        text = f"the formula of {setting.name} is malformed: {wrong}"
        yield Fault("invalid-value", text, setting.value_span, setting.name, setting.value)
    known = parameter(setting.name, readings[-1])
    if managed.platform in AMAZON and known is not None and known.type in ("integer", "real") and found[0] is None:
        digits = setting.value.strip().lstrip("-+").rstrip("kMGTBmsinhdu")
        if digits != setting.value.strip().lstrip("-+") and digits.replace(".", "").isdigit():
            unit = f", in {known.unit}" if known.unit else ""
            text = f'{managed.title} takes {setting.name} as a bare number{unit}, not "{setting.value}"'
            yield Fault("invalid-value", text, setting.value_span, setting.name, setting.value, effect="platform")


def _methods(server: Server, managed: Managed) -> Iterator[Fault]:
    """Static parameters that are to be applied at once: the API refuses them."""
    methods = managed.fact.methods
    for setting in server.settings.chain.settings:
        method = methods.get(setting.name)
        if method is None or not isinstance(method.value, str) or method.value.lower() != "immediate":
            continue
        if _refused(setting, managed, server.readings) is not None:
            continue
        if all(platforms.static(managed.platform, setting.name, major) for major in server.readings):
            written = method.span is not None and method.span != setting.name_span
            yield Fault(
                "static-parameter-applied-immediately", setting.name, method.span or setting.name_span, setting.name,
                method.value, effect="" if written else "default",
            )  # fmt: skip
