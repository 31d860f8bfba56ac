#!/usr/bin/env bash
# Installs the servers that the AppHost runs as local programs, unless all are installed. Debian would also run them as services; this script
# neither starts them nor enables them at boot, and creates no database cluster. --with-browser also installs the browser for the tests, and
# --browser installs only that.
set -euo pipefail

# On Debian, servers are not in the PATH of ordinary users.
PATH=$PATH:/usr/sbin:/sbin:/usr/lib/rabbitmq/bin

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

missing=()
if [[ ${1:-} != --browser ]]; then
  command -v postgres >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
  for server in redis-server rabbitmq-server nginx; do
    command -v "$server" >/dev/null || missing+=("$server")
  done
  command -v envsubst >/dev/null || missing+=(gettext-base)
  command -v setpriv >/dev/null || missing+=(util-linux)
fi
if [[ ${1:-} == --*browser ]] && ! command -v chromium >/dev/null; then
  missing+=(chromium fonts-dejavu-core)
fi
((${#missing[@]})) || exit 0

command -v apt-get >/dev/null ||
  fail "Missing: ${missing[*]}. Install them with this system's package manager, or start a container runtime."

if ((EUID != 0)); then
  if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; then
    echo "Installing ${missing[*]} with sudo." >&2
    exec sudo -- "$(realpath "${BASH_SOURCE[0]}")" "$@"
  fi
  fail "Missing: ${missing[*]}. Run $(realpath "${BASH_SOURCE[0]}") once as root to install them, or start a container runtime."
fi

export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
clusters=/etc/postgresql-common/createcluster.conf
scratch=$(mktemp -d)

# Reverts the changes that are needed only during the installation.
restore() {
  [[ ! -e $scratch/policy ]] || rm -f "$policy"
  [[ ! -e $scratch/clusters ]] || cp -p "$scratch/clusters" "$clusters"
  rm -rf "$scratch"
}
trap restore EXIT

quietly() {
  "$@" </dev/null >"$scratch/log" 2>&1 || {
    tail -n 20 "$scratch/log" >&2
    fail "Installing ${missing[*]} failed: see above, and run $(realpath "${BASH_SOURCE[0]}") again."
  }
}

install() {
  quietly apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
}

enabled_units() {
  systemctl list-unit-files --state=enabled --plain --no-legend 2>/dev/null | cut -d' ' -f1 | sort || true
}

# invoke-rc.d calls this program to find out whether it may start a service. Exit code 101 forbids it.
if [[ ! -e $policy ]]; then
  touch "$scratch/policy"
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

echo "Installing ${missing[*]} …" >&2
enabled_units >"$scratch/before"
quietly apt-get -q update

if [[ " ${missing[*]} " == *" postgresql "* ]]; then
  install postgresql-common
  cp -p "$clusters" "$scratch/clusters"
  sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' "$clusters"
fi

install "${missing[@]}"

enabled_units >"$scratch/after"
mapfile -t added < <(comm -13 "$scratch/before" "$scratch/after")
if ((${#added[@]})); then
  quietly systemctl disable "${added[@]}"
  [[ ! -d /run/systemd/system ]] || quietly systemctl stop "${added[@]}"
fi
