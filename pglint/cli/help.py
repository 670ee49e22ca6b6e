"""The help texts, written by hand: what a user needs, in the order in which it is needed."""

from __future__ import annotations

MAIN = """\
pglint reads PostgreSQL's and PgBouncer's configuration together, adds up who may open how many
connections, and says which line to change before the server runs out of them.

  pglint [PATHS…]                 check; the same as: pglint check [PATHS…]
  pglint stacks [PATHS…]          which files belong together, and why
  pglint budget [STACK|PATHS…]    who may open how many connections, and where they have to fit in
  pglint baseline [PATHS…]        write down what is found now, so that only what is new is reported
  pglint init [FOLDER]            write a first pglint.toml, with what was found, to be filled in
  pglint rules                    all rules (pglint rules test DIR: try the examples of your own)
  pglint explain CODE…            a rule: why, how it shows itself, examples
  pglint settings [NAME…]         a parameter of PostgreSQL or PgBouncer: what it is, by version
  pglint completion SHELL         completion for bash, zsh or fish

Check:
  --format FORMAT[:FILE]          text (default), concise (one line a finding), json, sarif, github,
                                  gitlab, junit, checkstyle, rdjson, azure, markdown or html; may be
                                  given several times: --format text --format sarif:out.sarif
  --statistics                    count the findings by rule, instead of listing them
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
  --since REF                     only what changed since a commit or branch (its merge base)
  --baseline FILE                 the findings that are known, instead of .pglint-baseline.json
  --no-baseline                   report what is known too
  --no-ignores                    report what comments, per-file-ignores and the baseline hide too
  --show-files                    list the files that are read, with their kinds, and stop
  --show-settings                 print every setting and where it comes from, and stop
  --fix                           change files where one value is certain (docs/fixes.md)
  --diff                          print what --fix would change, and change nothing
  --unsafe-fixes                  with --fix or --diff: also where the value is a proposal

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

BUDGET = """\
pglint budget [STACK…] [PATHS…]

How many connections may be opened, and where they have to fit in: from the pools of applications to
the clients that the poolers take, their pools, the limits of roles and databases, and the slots of
the server; who is over and what is free, and where each number comes from. Of all stacks, unless
stacks are named, or paths in them.

  --format FORMAT                 text (default), json, svg, html, markdown or mermaid
  -o, --output FILE               write the picture to a file
  --config FILE                   instead of pglint.toml or [tool.pglint] at the project's root
  --var-file FILE                 a file of Terraform variables; may be given several times
  --no-color                      as does NO_COLOR=1
  --no-cache                      read everything anew, and compile the rules anew

Exit status: 0, whatever the picture shows (pglint check judges), 2 wrong usage or configuration,
3 an internal error.
"""

BASELINE = """\
pglint baseline [PATHS…]

Writes down what is found now, in .pglint-baseline.json at the project's root. pglint check reports
none of it any more, until something about it is different; what is found no more is reported as an
entry to drop. Entries hold no line numbers. Of files that are not named, and of rules that do not
run, everything is left as it was.

  --prune                         only drop what is found no more, and add nothing
  -o, --output FILE               another file (- prints it); check finds it by --baseline FILE, or
                                  by baseline = "FILE" in pglint.toml, which is used here too
  --baseline FILE                 the same as --output FILE
  --select, --ignore CODES        only these rules, not these
  --profile PROFILE               default or strict
  --config FILE                   instead of pglint.toml or [tool.pglint] at the project's root
  --postgres-version MAJOR        for every server that does not say its own
  --var-file FILE                 a file of Terraform variables; may be given several times
  -q, --quiet                     say nothing
  --no-cache                      read everything anew, and compile the rules anew

A comment with a reason says more than an entry: the baseline is for the day on which pglint comes.
Exit status: 0, 2 wrong usage or configuration, 3 an internal error.
"""

INIT = """\
pglint init [FOLDER]

Writes a first pglint.toml at the project's root: the stacks that it finds, with their files, and
behind a # what no file can say, with an example value and the checks that wait for it. Nothing else
is found with it than without it: that is tried before it is written. What is there already is never
overwritten.

  -o, --output FILE               another file (- prints it); a pglint.toml makes its folder a root
  -q, --quiet                     say nothing
  --no-cache                      read everything anew, and compile the rules anew

Exit status: 0, 2 wrong usage (there is one already), 3 an internal error.
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

SETTINGS = """\
pglint settings                   all names, one a line
pglint settings NAME…             what they are: type, range, default, and whether a change takes a
                                  restart; what was otherwise in older versions, and on platforms;
                                  what a server does not start with; the rules that are about them

Parameters of PostgreSQL 10 to 18, settings of PgBouncer, and parameters of platforms as far as they
are known. What stands in brackets behind a number is the same as a plain number in a file.

  --format FORMAT                 text (default) or json
  --postgres-version MAJOR        only what that major says
  --config FILE                   whose custom-rules are looked at too
  --no-cache                      compile the rules anew

Exit status: 0, 2 where a name is not known.
"""

COMPLETION = """\
pglint completion bash|zsh|fish

Prints what the shell needs to complete commands, options, their values, codes of rules and names of
parameters. For good:

  bash    pglint completion bash > ~/.local/share/bash-completion/completions/pglint
  zsh     pglint completion zsh > ~/.zfunc/_pglint
          (with fpath+=~/.zfunc before compinit in ~/.zshrc)
  fish    pglint completion fish > ~/.config/fish/completions/pglint.fish
"""

COMMANDS = {
    "check": MAIN,
    "stacks": STACKS,
    "budget": BUDGET,
    "baseline": BASELINE,
    "init": INIT,
    "rules": RULES,
    "explain": EXPLAIN,
    "settings": SETTINGS,
    "completion": COMPLETION,
}
