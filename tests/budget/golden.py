"""Writes the golden files: what `pglint budget` makes of the stacks in ``stacks/``, and the picture in docs/. After a
change that is meant, look at them:

    python -m tests.budget.golden && git diff tests/budget/golden docs/budget.svg
"""

import os
from pathlib import Path

from pglint.budget import Look, render
from pglint.cli.budget import budgets
from pglint.cli.parser import Arguments
from pglint.cli.scope import scope

HERE = Path(__file__).resolve().parent
STACKS, GOLDEN = HERE / "stacks", HERE / "golden"
PICTURE = HERE.parents[1] / "docs" / "budget.svg"
EVERY = ("shop", "names")
"""The stacks that have a golden file of every format; the others have those for a terminal."""
FORMATS = {"json": "json", "svg": "svg", "html": "html", "markdown": "md", "mermaid": "mmd"}


def files() -> dict[str, tuple[str, str, Look]]:
    """The golden files: of which stack, in which format, and how shown."""
    found = {}
    for stack in sorted(path.name for path in STACKS.iterdir() if path.is_dir()):
        found[f"{stack}-80.txt"] = stack, "text", Look(width=80)
        found[f"{stack}-200.txt"] = stack, "text", Look(width=200)
        if stack in EVERY:
            found.update({f"{stack}.{end}": (stack, name, Look()) for name, end in FORMATS.items()})
    found["shop-80-colour.txt"] = "shop", "text", Look(colour=True, width=80)
    return found


def made(stack: str, name: str, look: Look) -> str:
    """What the command prints in the folder of a stack."""
    arguments = Arguments("budget", cache=False)
    found, _ = budgets(scope((str(STACKS / stack),)), arguments)
    return render(name, found, look)


def main() -> None:
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.iterdir():
        os.unlink(old)
    for name, request in files().items():
        (GOLDEN / name).write_text(made(*request), encoding="utf-8")
    PICTURE.write_text(made("shop", "svg", Look()), encoding="utf-8")


if __name__ == "__main__":
    main()
