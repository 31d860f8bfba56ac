#!/usr/bin/env bash
# Installs the peer's Debian packages, and does nothing if all are installed.
set -euo pipefail

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

PATH=$PATH:/usr/sbin:/sbin
for program in nginx envsubst setpriv; do
  command -v "$program" >/dev/null || fail "$program is missing: HighTraffic.AppHost/Local/install.sh installs it."
done

missing=()
for module in flask sqlalchemy psycopg2 redis; do
  /usr/bin/python3 -c "import $module" 2>/dev/null || missing+=("python3-$module")
done
[[ -x /usr/bin/gunicorn ]] || missing+=(gunicorn)
((${#missing[@]})) || exit 0

command -v apt-get >/dev/null || fail "Missing: ${missing[*]}. The peer needs Debian or Ubuntu."
root=()
if ((EUID != 0)); then
  sudo -n true 2>/dev/null || fail "Missing: ${missing[*]}. Run as root: apt-get install ${missing[*]}"
  root=(sudo)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"${root[@]}" apt-get -q update >"$log" 2>&1 || true
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}" \
  >>"$log" 2>&1 </dev/null || {
  tail -n 20 "$log" >&2
  fail "Installing ${missing[*]} failed: see above."
}
