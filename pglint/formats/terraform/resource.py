"""What a Terraform module comes to: its resource instances, with evaluated attributes and their places."""

from __future__ import annotations

from pglint.facts import Fault
from pglint.formats.terraform.values import Value
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.source import Span
from pglint.values import Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping


class Given(NamedTuple):
    """One attribute: its evaluated value, where its name stands, and the expression as written."""

    value: Value
    name_span: Span
    span: Span


class Content(NamedTuple):
    """The body of a resource or of a nested block, ``span`` being its header.

    ``blocks`` are nested blocks by type, dynamic ones expanded. ``missing`` names the types of dynamic blocks whose
    number is not known, with the reason.
    """

    span: Span
    attributes: Mapping[str, Given]
    blocks: Mapping[str, tuple[Content, ...]]
    missing: Mapping[str, Unknown]

    def given(self, name: str) -> Given | None:
        """The attribute, unless it is not set or null."""
        found = self.attributes.get(name)
        return None if found is None or found.value.data is None else found


class Resource(NamedTuple):
    """One instance of a resource, data source, provider or module call that pglint knows.

    ``address`` is Terraform's (``module.db.aws_db_instance.main["a"]``; ``provider.postgresql.alias``). ``type`` is
    the resource's type; for a call of a module that is not in the tree ``module``, and then ``module_source`` is what
    it names. ``mode`` is managed, data, provider or module. ``provider`` is the address of the provider configuration
    that it uses ('' where it has none of its own). ``uncertain``: why it may not exist, or exist several times.
    """

    address: str
    mode: str
    type: str
    name: str
    content: Content
    provider: str = ""
    module_source: str = ""
    uncertain: Unknown | None = None


class Root(NamedTuple):
    """A root module with all that it calls: ``folder``, the files read, the resources, and what is wrong in the files.

    ``absent`` are files and folders that were looked for and are not there.
    """

    folder: str
    files: tuple[str, ...]
    resources: tuple[Resource, ...]
    faults: tuple[Fault, ...]
    absent: tuple[str, ...] = ()
