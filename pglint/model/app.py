"""An application with its own connection pool: how many connections it opens, and where to."""

from __future__ import annotations

from pglint.record import TYPE_CHECKING
from pglint.values import Sum, Term, Unknown

if TYPE_CHECKING:
    from pglint.config import AppDecl
    from pglint.model.server import Server
    from pglint.source import Span
    from pglint.values import Cell


class App:
    """A declared application: replicas × worker processes × pool size client connections."""

    def __init__(self, declared: AppDecl) -> None:
        self.declared = declared
        self.name = declared.name
        self.role = declared.role
        self.database = declared.database
        self.via = declared.via or "server"
        self.server: Server | None = None

    @property
    def span(self) -> Span:
        return self.declared.span

    @property
    def sends(self) -> tuple[str, ...]:
        """The parameters that it sets when it connects."""
        declared = self.declared.startup_parameters
        return tuple(map(str, declared.value)) if declared is not None and type(declared.value) is tuple else ()

    def number(self, cell: Cell | None, default: int) -> int:
        return cell.value if cell is not None and isinstance(cell.value, int) else default

    @property
    def pools(self) -> int:
        """How many pools it has: one in each worker process of each replica."""
        return self.number(self.declared.replicas, 1) * self.number(self.declared.processes, 1)

    def connections(self, *, peak: bool = False) -> Sum:
        """What the application opens at most, at its declared or at its peak replicas."""
        size = self.declared.pool_size
        replicas = (self.declared.peak_replicas if peak else None) or self.declared.replicas
        times = self.number(replicas, 1) * self.number(self.declared.processes, 1)
        if size is None:
            reason = Unknown(f'the pool size of "{self.name}" is not declared', self.span)
            return Sum("connections", 0, (), None, (reason,), at_least=True)
        if not isinstance(size.value, int):
            return Sum("connections", None, (Term(f"{self.name}: pool without a limit", 0, 1, size.span),))
        text = f"pool-size of {self.name}"
        if times > 1:
            alone = self.number(self.declared.processes, 1) == 1
            text += f" in {times} {'replicas' if alone else 'processes'}"
        return Sum("connections", size.value * times, (Term(text, size.value, times, size.span),))
