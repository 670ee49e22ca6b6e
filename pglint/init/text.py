"""The text of a first pglint.toml: its head, the stacks, and how migrations and Terraform run."""

from __future__ import annotations

from pglint.catalog.postgresql import MAINTAINED
from pglint.init import stacks, waiting
from pglint.init.lines import Block, Line, comment, render
from pglint.init.stacks import Around
from pglint.init.toml import can_say, listed, quoted
from pglint.project import in_example_folder
from pglint.record import TYPE_CHECKING, NamedTuple
from pglint.tree import folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pglint.findings.finding import StackFiles, Undecided
    from pglint.init.found import Found, FoundTool

    Ways = Mapping[str, tuple[str, ...]]

MOST_STACKS = 5
"""So many stacks are declared; the others are left to what is found."""
MOST_TOLD = 4
HEAD = (
    "What the files cannot say. Remove the # where you know the answer, and correct",
    "the value. What stays behind a # is unknown: checks that need it say nothing.",
    "All keys: docs/configuration.md of pglint",
)
LEFT = "Not declared here, and checked as found (pglint stacks lists them):"
MOST_TOOLS = 2
UNNAMED = ("", "folder")
"""What migrations are taken to run with where no tool is known."""
FAIL_ON = Line('fail-on = "warning"', 'or "error", "note": what fails a build')
PROFILE = Line('profile = "default"', 'or "strict"')
EXCLUDE = Line("exclude = []", "globs of files that are not to be read")


class Project(NamedTuple):
    """What a run saw: the stacks by name with their files, the open questions of the rules that run, and all files."""

    found: tuple[tuple[Found, StackFiles], ...]
    unknown: tuple[Undecided, ...]
    paths: tuple[tuple[str, str], ...]

    @property
    def real(self) -> list[tuple[Found, StackFiles]]:
        """The stacks with something to declare."""
        return [each for each in self.found if each[0].server or each[0].poolers]


def chosen(project: Project) -> list[tuple[Found, StackFiles]]:
    """The stacks worth declaring, by name: those with most to declare, and none that only folders of examples hold."""
    real = [(found, files) for found, files in project.real if not _is_example(files)]
    best = sorted(real, key=lambda each: (each[0].server is None, not each[0].poolers, each[0].name))[:MOST_STACKS]
    return sorted(best, key=lambda each: each[0].name)


def _is_example(files: StackFiles) -> bool:
    return all(in_example_folder(each.path) for each in files.files)


def write(project: Project, ways: Ways | None) -> str:
    """The text. ``ways`` holds the ``include`` of each stack that is declared, by name; () for none.

    With None everything is commented out.
    """
    on = ways is not None
    ways = ways or {}
    declared = [each for each in chosen(project) if each[0].name in ways]
    only = len(declared) == len(project.real) == 1
    stacks_ = _stacks(project, declared, ways, only)
    return render([*_head(project, only), *stacks_, *_migrations(project, on), *_terraform(project)])


def example() -> str:
    """The text where nothing was found that pglint reads."""
    stack = [
        Line("[[stack]]", "pglint reads no file of this cluster: what they would say"),
        Line('name = "prod"'),
        Line('server = { version = 18, memory = "16GB", direct-connections = 5 }'),
        Line('role = [{ name = "web", connection-limit = 20 }]'),
        Line('app = [{ name = "web", role = "web", pool-size = 10, replicas = 2 }]'),
    ]
    return render([list(map(comment, HEAD)), [FAIL_ON, PROFILE, EXCLUDE], stack])


def _head(project: Project, only: bool) -> Iterator[Block]:
    """What is about the whole project: versions too, unless the only stack says them."""
    yield list(map(comment, HEAD))
    lines = []
    if not only:
        servers = [found.server for found, _ in project.found if found.server and not found.server.version]
        unconfigured = [found for found, _ in project.found if found.has_sql and not found.server]
        majors = {major for each in servers for major in each.majors} | set(MAINTAINED if unconfigured else ())
        if majors:
            note = stacks.version_note(project.unknown, majors)
            lines.append(Line(f"postgres-version = {max(majors)}", note))
        poolers = [pooler for found, _ in project.found for pooler in found.poolers if len(pooler.versions) > 1]
        if poolers:
            note = stacks.pooler_note(project.unknown, poolers[0])
            lines.append(Line(f"pgbouncer-version = {quoted(poolers[0].versions[-1])}", note))
    yield [*lines, FAIL_ON, PROFILE, _exclude(project)]


def _exclude(project: Project) -> Line:
    """Folders of examples, where stacks lie in them, else the default."""
    paths = [each.path for _, files in project.real if _is_example(files) for each in files.files]
    tops = sorted({path.split("/")[0] for path in paths if can_say(path)})
    if not tops or len(tops) > MOST_TOLD:
        return EXCLUDE
    return Line(f"exclude = {listed(f'{top}/**' for top in tops)}", "stacks were found there too (default: nothing)")


def _stacks(project: Project, declared: list[tuple[Found, StackFiles]], ways: Ways, only: bool) -> Iterator[Block]:
    for number, (found, files) in enumerate(declared):
        ours = {member.path for member in files.files}
        unknown = tuple(question for question in project.unknown if question.span.path in ours)
        yield from stacks.blocks(found, files, Around(unknown, only, number == 0), ways[found.name])
    left = [each[0].name for each in project.real if each not in declared and not _is_example(each[1])]
    if left:
        more = [f"  and {len(left) - MOST_TOLD} more"] if len(left) > MOST_TOLD else []
        yield [comment(LEFT), *(comment(f"- {each}") for each in left[:MOST_TOLD]), *map(comment, more)]
    if left and not declared:
        yield from _proposed(project)


def _proposed(project: Project) -> Iterator[Block]:
    """One of the stacks that would not be quite the same if they were declared, commented out."""
    everywhere = [files for _, files in project.found]
    for found, files in chosen(project):
        ways = stacks.ways(found, files, everywhere)
        if ways and ways[-1]:
            yield [
                Line("[[stack]]", "as one of them would be declared"),
                Line(f"name = {quoted(found.name)}"),
                Line(f"include = {listed(ways[-1])}"),
                Line("server = { direct-connections = 5 }"),
                Line(f"app = [{stacks.inline(found.login)}]"),
            ]
            return


def _migrations(project: Project, on: bool) -> Iterator[Block]:
    """How migrations run, where there are any; else where they might be, if numbered files of SQL lie in a folder."""
    tools = [tool for found, files in project.found if not _is_example(files) for tool in found.tools]
    if tools:
        runs_as = waiting.note_of(project.unknown, waiting.RUNS_AS)
        told = [*dict.fromkeys(map(_told, tools))]
        more = [f"{len(told) - MOST_TOOLS} more"] * (len(told) > MOST_TOOLS)
        lines = [Line("[migrations]", "; ".join([*told[:MOST_TOOLS], *more]), on=on)]
        lines.append(Line('via = "direct"', 'or "pooler"'))
        lines.append(Line('session = { lock_timeout = "5s" }', "what the runner sets first"))
        if runs_as:
            lines.append(Line('role = "migrator"', f"as whom it logs in; {runs_as}"))
        yield [*lines, Line(f"from = {quoted(tools[0].newest)}", "older ones have run, and are not judged")]
        return
    folders = [folder(path) for path, kind in project.paths if kind == "sql" and _is_numbered(path)]
    most = max(sorted(set(folders)), key=folders.count, default="")
    if folders.count(most) > 1:
        yield [Line("[migrations]"), Line(f"paths = {listed([most])}", "if these files run one after the other")]


def _is_numbered(path: str) -> bool:
    """Whether a file may be one of a sequence: not where a container runs them all for a new server."""
    above, _, name = path.rpartition("/")
    for_new = "init" in above.rpartition("/")[2] or in_example_folder(path)
    return name[:1].isdigit() and bool(above) and can_say(above) and not for_new


def _told(tool: FoundTool) -> str:
    return f"{'found' if tool.tool in UNNAMED else tool.tool} in {tool.folder or '.'}"


def _terraform(project: Project) -> Iterator[Block]:
    """Variable files that Terraform reads only if it is told to, and variables that have no value."""
    missing = waiting.note(project.unknown, lambda each: each.reason.endswith(waiting.NO_DEFAULT))
    given = [path for path, kind in project.paths if kind == "terraform" and _is_given(path) and can_say(path)]
    if given:
        note = "; ".join(filter(None, ("if -var-file gives it" + f", one of {len(given)}" * (len(given) > 1), missing)))
        yield [Line("[terraform]"), Line(f"var-files = {listed(given[:1])}", note)]
    elif missing:
        yield [Line("[terraform]"), Line("environment = true", f"TF_VAR_… of the environment count; {missing}")]


def _is_given(path: str) -> bool:
    name = path.rpartition("/")[2].removesuffix(".json")
    return (
        not in_example_folder(path)
        and name.endswith(".tfvars")
        and name != "terraform.tfvars"
        and not name.endswith(".auto.tfvars")
    )
