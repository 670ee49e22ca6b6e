#!/bin/sh
# What a newcomer sees first: two stacks of fixtures/, one that will run out of connections and one that will not.
set -eu
cd "$(dirname "$0")/../fixtures"

show() {
    printf '\n$ %s\n' "$*"
    status=0
    "$@" || status=$?
    if [ "$status" -gt 1 ]; then
        exit "$status"
    fi
}

cat <<'TEXT'

Three databases, three applications, two PgBouncers. Every file is valid, and each server starts:

  fixtures/two-poolers/postgresql.conf   max_connections = 400
  fixtures/two-poolers/pgbouncer.ini     default_pool_size = 295, for three databases
  fixtures/two-poolers/pglint.toml       what files cannot say: two instances, three roles

Together they end in "FATAL: sorry, too many clients already", as soon as the pools fill:
TEXT
show pglint check two-poolers

printf '\nThe same kind of stack, done right:\n'
show pglint check clean
printf '\nMore of them: fixtures/README.md. A rule in full: %s\n' ".venv/bin/pglint explain CAP001"
