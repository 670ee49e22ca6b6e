"""The help texts, written by hand: what a user needs, in the order in which it is needed."""

from __future__ import annotations

MAIN = """\
pglint reads PostgreSQL's and PgBouncer's configuration together, adds up who may open how many
connections, and says which line to change before the server runs out of them.

  pglint [PATHS…]                 check; the same as: pglint check [PATHS…]
  pglint stacks [PATHS…]          which files belong together, and why
  pglint rules                    all rules (pglint rules test DIR: try the examples of your own)
  pglint explain CODE…            a rule: why, how it shows itself, examples

Check:
  --format FORMAT                 text (default), concise (one line a finding) or json
  --select CODES                  only these rules: codes, families, ALL or DEFAULT, with commas
  --ignore CODES                  not these
  --profile PROFILE               default, or strict: with the rules that are a matter of taste
  --fail-on SEVERITY              error, warning (default) or note: what makes the exit status 1
  --show-unknown                  list what could not be decided, and for want of what
  -q, --quiet                     only the findings, no summary
  -o, --output FILE               write the report to a file
  --config FILE                   instead of pglint.toml or [tool.pglint] at the project's root
  --postgres-version MAJOR        for every server that does not say its own
  --stdin-filename NAME           the name of what - reads from standard input
  --var-file FILE                 a file of Terraform variables; may be given several times
  --no-color                      as does NO_COLOR=1
  --no-cache                      read everything anew, and compile the rules anew
  --fix, --diff                   come in a later version

  -h, --help    -V, --version

PATHS are files or folders, by default the working directory. The whole project is always read, from
the nearest folder upwards with pglint.toml, [tool.pglint] or .git, so that sums are complete; shown
are the findings that touch PATHS. A comment  # pglint: ignore[CODE] reason  silences a line.

Exit status: 0 clean, 1 findings, 2 wrong usage or configuration, 3 an internal error.
"""

STACKS = """\
pglint stacks [PATHS…]

Which files belong together as one deployed cluster, what each was taken for, and why.

  --format FORMAT                 text (default) or json
  --config FILE                   instead of pglint.toml or [tool.pglint] at the project's root
  --var-file FILE                 a file of Terraform variables; may be given several times
  --no-cache                      read everything anew, and compile the rules anew

Files are put into a stack by a [[stack]] of pglint.toml, by what they refer to, or by their folder.
"""

RULES = """\
pglint rules                      all rules, one a line
pglint rules test [DIR]           try the examples of the rule files in DIR, by default pglint's own

  --format FORMAT                 text (default) or json
  --config FILE                   whose custom-rules are listed too
  --no-cache                      compile the rules anew
"""

EXPLAIN = """\
pglint explain CODE…

What a rule is about: why it matters, how it shows, and examples of what it finds and what not.
A rule's name will do as well: pglint explain role-limit-below-pool

  --config FILE                   whose custom-rules are known too
"""

COMMANDS = {"check": MAIN, "stacks": STACKS, "rules": RULES, "explain": EXPLAIN}
