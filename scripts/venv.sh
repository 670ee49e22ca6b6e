#!/bin/sh
# Makes the virtual environment $1 with the Python that the variable PYTHON names, or the newest that will do.
set -eu
venv=$1
oldest="3.11"

fail() {
    printf 'pglint: %s\n' "$@" >&2
    exit 1
}

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -x "$venv/bin/python" ] && fits "$venv/bin/python"; then
    exit 0
fi

python=""
for each in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if fits "$each"; then
        python=$each
        break
    fi
done
if [ -z "$python" ]; then
    found=$("${PYTHON:-python3}" --version 2>/dev/null || echo "no ${PYTHON:-python3}")
    fail "Python $oldest or newer is needed; found: $found." \
        "Install it, or say where it is: make PYTHON=/path/to/python3.12 …"
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    fail "$python comes without the module venv (Debian and Ubuntu package it apart)." \
        "Install it: apt-get install python3-venv"
fi
"$python" -m venv --clear "$venv"
