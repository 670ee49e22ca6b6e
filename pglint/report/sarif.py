"""SARIF 2.1.0, which code scanning services and editors read: rules with their help, results, places and fixes.

Source: OASIS, Static Analysis Results Interchange Format Version 2.1.0; GitHub, SARIF support for code scanning.
"""

from __future__ import annotations

from pglint import __version__
from pglint.findings.secrets import mask
from pglint.record import TYPE_CHECKING
from pglint.report import ordered, undecided
from pglint.report.fingerprint import fingerprints
from pglint.report.json import Json, dumped, lines
from pglint.report.printable import plain
from pglint.report.sums import part, sentence

if TYPE_CHECKING:
    from pglint.findings.finding import Finding, Fix, Outcome
    from pglint.report import Options
    from pglint.report.about import About
    from pglint.source import Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
BASE = "SRCROOT"
"""What paths are relative to: the top of the repository."""


def render(outcome: Outcome, options: Options) -> str:
    findings = ordered(outcome.findings)
    codes = sorted({finding.code for finding in findings})
    names = {finding.code: finding.name for finding in findings}
    driver: Json = {"name": "pglint", "version": __version__, "semanticVersion": __version__}
    rules = lines(_rule(code, names[code], options.about(code)) for code in codes)
    results = [
        _result(finding, codes.index(finding.code), fingerprint, options)
        for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
    ]
    run: Json = {"invocations": [_invocation(outcome, options)], "columnKind": "unicodeCodePoints"}
    run["originalUriBaseIds"] = {BASE: {"description": {"text": "The top of the repository."}}}
    return (
        f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{{\n'
        f' "tool": {{"driver": {dumped(driver)[:-1]}, "rules": {rules}}}}},\n'
        f" {dumped(run)[1:-1]},\n"
        f' "results": {lines(results)}}}]}}\n'
    )


def _invocation(outcome: Outcome, options: Options) -> Json:
    """That it went well, and what could not be decided, where that is wanted."""
    told: list[Json] = [{"level": "error", "message": {"text": plain(text)}} for text in outcome.internal]
    if options.show_unknown:
        for file, line, code, reason in undecided(outcome):
            place = {"artifactLocation": _artifact(file, options), "region": {"startLine": line}}
            told.append(
                {
                    "level": "note",
                    "message": {"text": f"{code} not decided: {plain(reason)}"},
                    "locations": [{"physicalLocation": place}],
                }
            )
    return {"executionSuccessful": not outcome.internal, "toolExecutionNotifications": told}


def _rule(code: str, name: str, about: About | None) -> Json:
    if about is None:
        return {"id": code, "name": name, "shortDescription": {"text": name}}
    explain = f"pglint explain {code}"
    why = [*about.why, *(f"Error: {error}" for error in about.errors), *map(str, about.references)]
    marked = [*about.why]
    if about.errors:
        marked.append("What it looks like when it happens:\n\n" + "\n".join(f"    {error}" for error in about.errors))
    if about.references:
        marked.append("References:\n\n" + "\n".join(f"- {reference}" for reference in about.references))
    return {
        "id": code,
        "name": about.name,
        "shortDescription": {"text": about.summary},
        "fullDescription": {"text": " ".join((about.summary, *about.why))[:1000]},
        "help": {
            "text": "\n\n".join((about.summary, *why, explain)),
            "markdown": "\n\n".join((about.summary, *marked, f"`{explain}` shows examples.")),
        },
        "defaultConfiguration": {"level": about.severity},
        "properties": {"tags": ["postgresql", code.rstrip("0123456789")]},
    }


def _result(finding: Finding, index: int, fingerprint: str, options: Options) -> Json:
    places = _places(finding)
    numbers = {span: number for number, span in enumerate(places, 1)}

    def linked(span: Span) -> str:
        where = f"{plain(options.located(span.path))}:{span.line}"
        return f"[{_inside_link(where)}]({numbers[span]})" if span in numbers else where

    text = [_text(finding.message), *(sentence(total, linked, _text) for total in finding.sums)]
    help_ = finding.help or (finding.fix.title if finding.fix else "")
    text += [f"help: {_text(help_)}"] * bool(help_)
    if finding.fix is not None and finding.fix.statement:
        text.append(f"in a new migration: {_text(finding.fix.statement)}")
    row: Json = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": "\n".join(text)},
        "locations": [_location(finding.span, options)],
    }
    if places:
        row["relatedLocations"] = [
            {"id": numbers[span], **_location(span, options), "message": {"text": message}}
            for span, message in places.items()
        ]
    row["partialFingerprints"] = {"pglint/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint}:1"}
    if finding.fix is not None and (fixes := _fixes(finding.fix, options)):
        row["fixes"] = fixes
    if finding.stack is not None:
        row["properties"] = {"stack": plain(finding.stack)}
    return row


def _places(finding: Finding) -> dict[Span, str]:
    """Where the terms of the sums stand, and the related places, each with what it is."""
    found: dict[Span, str] = {}
    for total in finding.sums:
        for term in (*total.terms, *((total.capped_by,) if total.capped_by else ())):
            if term.span is not None and not term.default:
                found.setdefault(term.span, f"{_text(total.name)}: {part(term)} {_text(term.text)}")
    for related in finding.related:
        found.setdefault(related.span, _text(related.message))
    return found


def _text(text: str) -> str:
    """Plain text in which nothing is a link."""
    return plain(text).replace("](", "] (")


def _inside_link(text: str) -> str:
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _location(span: Span, options: Options) -> Json:
    return {"physicalLocation": {"artifactLocation": _artifact(span.path, options), "region": _region(span)}}


def _artifact(path: str, options: Options) -> Json:
    from urllib.parse import quote_from_bytes

    shown = options.located(path)
    uri = quote_from_bytes(shown.encode("utf-8", "surrogateescape"))
    return {"uri": f"file://{uri}"} if shown.startswith("/") else {"uri": uri, "uriBaseId": BASE}


def _region(span: Span) -> Json:
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _fixes(fix: Fix, options: Options) -> list[Json]:
    """The edits, by file; none of a fix that would put in what must not be shown."""
    if any(mask(edit.text) != edit.text for edit in fix.edits):
        return []
    files: dict[str, list[Json]] = {}
    for edit in fix.edits:
        change: Json = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        files.setdefault(edit.span.path, []).append(change)
    changes = [{"artifactLocation": _artifact(path, options), "replacements": edits} for path, edits in files.items()]
    safety = "safe" if fix.safe else "unsafe"
    return [{"description": {"text": f"{plain(fix.title)} ({safety})"}, "artifactChanges": changes}] if changes else []
