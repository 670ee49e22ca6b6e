"""``pglint settings [NAME…]``: what a parameter is, by version."""

from __future__ import annotations

from pglint.cli.check import major
from pglint.cli.main import CLEAN, USAGE, complain
from pglint.cli.output import emit, width
from pglint.cli.usage import suggestion
from pglint.record import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pglint.cli.parser import Arguments
    from pglint.settings.answer import Answer


def run(arguments: Arguments) -> int:
    """What is known of each name, or all names. Status 2 where a name is not known; the others are shown even so."""
    from pglint.cli.rules import here
    from pglint.rulebook import load
    from pglint.settings.answer import Answers, names

    only = None if arguments.postgres_version is None else major(arguments.postgres_version)
    rules = load.rules(here(arguments.config).custom_rules, use_cache=arguments.cache).rules
    answers = Answers(rules, only)
    known = names()
    asked = [answers.ask(name) for name in arguments.words or known]
    found = [answer for answer in asked if answer.found]
    if found or not arguments.words:
        emit(_render(found, arguments))
    for answer in asked:
        if not answer.found:
            complain(_unknown(answer, known), USAGE)
    return CLEAN if len(found) == len(asked) else USAGE


def _render(answers: Sequence[Answer], arguments: Arguments) -> str:
    if arguments.format == "json":
        from pglint.settings.json import as_json

        return as_json(answers)
    if not arguments.words:
        from pglint.settings.listing import table

        return table(answers)
    from pglint.settings.text import page

    return "\n".join(page(answer, width()) for answer in answers)


def _unknown(answer: Answer, known: list[str]) -> str:
    """What is wrong with a name that nobody knows, and what may be meant."""
    from pglint.catalog import platforms
    from pglint.report.printable import plain
    from pglint.settings.platforms import own_names

    name = plain(answer.name) or '""'
    for platform in platforms.PLATFORMS:
        if platforms.own_parameter(platform, answer.name):
            close = suggestion(answer.name, own_names(platform)) or ", which pglint does not know"
            return f"settings: {name} is a parameter of {platforms.title(platform)}'s own{close}"
    if answer.wrong:
        meant = "; ".join(f"in [{wrong.section}] {wrong.meant} is meant" for wrong in answer.wrong)
        return f"settings: unknown name {name} ({meant})"
    alike = [each for each in known if ("." in each) == ("." in name)]
    if close := suggestion(answer.name.replace("-", "_"), alike):
        return f"settings: unknown name {name}{close}"
    of = "parameters of extensions are not known" if "." in name else "pglint settings lists all that are known"
    return f"settings: unknown name {name} ({of})"
