#!/usr/bin/env bash
# Installs the servers that the native engine runs, unless they are there. They are not started, now or at boot.
set -euo pipefail
packages=(nginx postgresql rabbitmq-server redis-server)

present() {
  command -v redis-server && PATH=$PATH:/usr/sbin command -v nginx && [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] \
    && compgen -G '/usr/lib/postgresql/*/bin/postgres'
} >/dev/null

! present || exit 0

command -v apt-get >/dev/null || {
  echo "Nginx, PostgreSQL, RabbitMQ and Redis are needed, and only Debian's package manager is known here; install them, or a container runtime, and start again." >&2
  exit 1
}

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "The servers are not installed; run 'apt-get install --no-install-recommends ${packages[*]}' as root and start again." >&2
    exit 1
  }
  as_root=(sudo)
fi

echo "Installing ${packages[*]} …"
log=$(mktemp)
"${as_root[@]}" bash -s -- "${packages[@]}" >"$log" 2>&1 <<'ROOT' || { cat "$log" >&2; exit 1; }
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

# Keeps the packages from starting services while they are installed (invoke-rc.d asks this script).
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

# Keeps PostgreSQL from making a cluster of its own.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
fi

# One that was there before stays as it is.
missing=()
for package in "$@"; do
  dpkg-query --show --showformat '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
apt-get update
apt-get install --yes --no-install-recommends -o Dpkg::Options::=--force-confold "$@"
for package in "${missing[@]}"; do
  ! command -v systemctl || systemctl disable "$package" || true
done
ROOT
rm -f "$log"
present || {
  echo "The servers were installed but are not where they are expected; see the README of native/." >&2
  exit 1
}
