"""What a Terraform tree states about clusters, as lines: one for each fact, its settings behind a colon."""

from pglint.cluster_facts import (
    DatabaseFact,
    PoolerFact,
    ProxyFact,
    PublicationFact,
    RoleFact,
    ServerFact,
    SessionsFact,
    SlotFact,
    SubscriptionFact,
)
from pglint.facts import Fault
from pglint.formats.resources.read import facts
from pglint.formats.terraform.inputs import Inputs
from pglint.formats.terraform.roots import roots
from pglint.tree import Memory
from pglint.values import Unknown


def stated(text):
    """The facts of main.tf."""
    found = roots(Memory({"main.tf": text}), ["main.tf"], Inputs())
    assert [fault for root in found for fault in root.faults] == []
    return [fact for root in found for fact in facts(root)]


def lines(text, *kinds):
    """The facts of main.tf as lines, only those of some kinds if any are named."""
    return [line(fact) for fact in stated(text) if not kinds or isinstance(fact, kinds)]


def line(fact):
    match fact:
        case ServerFact():
            words = [fact.name, fact.platform, shown(fact.version), shown(fact.size)]
            words += [f"{shown(fact.serverless[0])} to {shown(fact.serverless[1])}"] if fact.serverless else []
            words += ["replica"] if fact.is_replica else []
            words += [f"of {each.partition(':')[2]}" for each in sorted(fact.replica_of)]
            words += ["partial"] if fact.partial else []
            return "server " + told(words, settings(fact.settings) + unread(fact.unread))
        case PoolerFact():
            entries = [f"{each.name}({' '.join(f'{pair.key}={value(pair.value)}' for pair in each.pairs)})" for each in fact.entries]
            return "pooler " + told([fact.name], settings(fact.settings) + entries + unread(fact.missing))
        case ProxyFact():
            times = [fact.idle_client_timeout, fact.borrow_timeout]
            return f"proxy {fact.name} {shown(fact.percent)} % {' '.join(map(shown, times))} {home(fact)}".rstrip()
        case RoleFact():
            flags = ("superuser", "replication", "login")
            words = [name(fact), f"limit {shown(fact.connection_limit)}"]
            words += [flag if getattr(fact, flag).value is True else f"{flag} {shown(getattr(fact, flag))}" for flag in flags if getattr(fact, flag).value is not False]
            words += [f"until {shown(fact.valid_until)}"] if fact.valid_until else []
            words += [f"in {each}" for each in fact.member_of]
            return "role " + told(words, [f"{key}={shown(cell)}" for key, cell in fact.settings.items()])
        case DatabaseFact():
            closed = "" if fact.allow_connections.value is True else f" allows {shown(fact.allow_connections)}"
            return f"database {name(fact)} limit {shown(fact.connection_limit)}{closed}"
        case SlotFact():
            return f"{'logical' if fact.logical else 'physical'} slot {value(fact.name)}"
        case PublicationFact():
            return f"publication {value(fact.name)} {home(fact)}".rstrip()
        case SubscriptionFact():
            where = home(fact._replace(home=fact.publisher))
            return f"subscription {value(fact.name)} slot {value(fact.slot)} of {where} as {fact.user} in {fact.database}".strip()
        case SessionsFact():
            return f"sessions {shown(fact.number)} {home(fact)}".rstrip()
        case Fault():
            return f"{fact.span.line}: {fact.kind}: {fact.text}"


def told(words, rest):
    return " ".join(words) + (": " + "; ".join(rest) if rest else "")


def settings(found):
    return [f"{each.name}={value(each.value)}" + (f" ({each.origin.name})" if each.origin else "") for each in found]


def unread(found):
    return [f"? {each.reason}" for each in found]


def name(fact):
    return fact.name if isinstance(fact.name, str) else fact.label


def shown(cell):
    return "-" if cell is None else value(cell.value)


def value(found):
    return f"? {found.reason}" if isinstance(found, Unknown) else str(found)


def home(fact):
    refs = sorted(each.partition(":")[2] for each in fact.home.refs)
    return ", ".join([f"at {each}" for each in refs] + [f"on {each}" for each in sorted(fact.home.hosts)])
