"""How the tests write what was recognised: one line a script or file."""

from pglint.formats.migrations.recognise import survey
from pglint.formats.migrations.script import Folder, Script
from pglint.tree import Memory

T = "CREATE TABLE t (a int);\n"
CIC = "CREATE INDEX CONCURRENTLY i ON t (a);\n"


def tree(files: dict[str, str] | str) -> dict[str, str]:
    """Files by path; of a list of names in one string, each with some statement."""
    return dict.fromkeys(files.split(), T) if isinstance(files, str) else files


def scripts(files: dict[str, str] | str) -> list[Script]:
    """All scripts of all sequences."""
    files = tree(files)
    return [script for folder in survey(Memory(files), files).folders for script in folder.scripts]


def folders(files: dict[str, str] | str) -> tuple[Folder, ...]:
    files = tree(files)
    return survey(Memory(files), files).folders


def lines(files: dict[str, str] | str) -> str:
    """Tool, path, version and transaction of each script in order; a line with a folder's name starts a sequence."""
    shown = []
    for folder in folders(files):
        shown.append(f"{folder.path or '.'}: {folder.tool}")
        shown += [
            f"  {script.path.removeprefix(folder.path + '/')} {script.version} {script.transaction}"
            + " repeatable" * script.repeatable
            for script in folder.scripts
        ]
    return "\n".join(shown)


def kinds(files: dict[str, str] | str) -> dict[str, str]:
    """The files that are in no sequence, with what they are."""
    files = tree(files)
    return {other.path: other.kind for other in survey(Memory(files), files).others}


def text(script: Script, files: dict[str, str]) -> str:
    """The part that counts."""
    return files[script.path][script.start : script.end]
