"""Everything that one Terraform root states about clusters: one line for each platform that is read."""

from __future__ import annotations

from pglint.formats.resources import aiven, aws, azure, digitalocean, google, postgresql, proxies, registry, secrets
from pglint.formats.resources.found import Found
from pglint.formats.terraform.resource import Root
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pglint.cluster_facts import ClusterFact


def facts(root: Root) -> Iterator[ClusterFact]:
    """The facts of one root, platform by platform. Its faults are not among them."""
    found = Found(root, registry.unfold(root.resources))
    yield from aws.servers(found)
    yield from proxies.proxies(found)
    yield from google.servers(found)
    yield from azure.servers(found)
    yield from digitalocean.facts(found)
    yield from aiven.facts(found)
    yield from postgresql.facts(found)
    yield from secrets.faults(found)
