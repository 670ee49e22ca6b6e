#!/bin/sh
# Looks for the real servers that some tests start, and installs them where that is possible without asking anybody.
set -eu

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
