# shellcheck shell=bash
# What the scripts of the servers share. Each is given DATA, the server's folder; RUN, the folder of all servers; and KEEP_DATA.
set -euo pipefail
(umask 022 && mkdir -p "$DATA")
cd "$DATA"
umask 077

# Every server holds this lock, so that no later run touches the data before the last of them has ended. The last one also removes
# a folder that is not to be kept, whether the AppHost ended normally or was killed.
exec 9>>"$RUN/servers.lock"
flock --shared 9
trap 'if [[ $KEEP_DATA == False ]] && flock --nonblock --exclusive 9; then cd / && rm -rf "$RUN"; fi' EXIT

# What a server is started by, to run as another user.
as_user=()

# serve SIGNAL COMMAND…: runs a server until it ends, and ends with its exit code. SIGNAL is what makes it shut down cleanly. The
# server gets it when this script is told to end, and from the kernel when this script is killed. Its session lets its children be
# ended with it: Nginx's workers would go on serving without their master.
serve() {
  local signal=$1 status
  shift
  setsid "${as_user[@]}" setpriv --pdeathsig "$signal" -- "$@" &
  local server=$!
  # shellcheck disable=SC2064
  trap "kill -s $signal $server 2>/dev/null || true" TERM INT
  while [[ -e /proc/$server ]]; do
    status=0
    wait "$server" || status=$?
  done
  kill -s TERM -- "-$server" 2>/dev/null || true
  exit "${status:-0}"
}

# write_secret FILE: writes standard input to a file that only its owner can read. Command lines are public.
write_secret() {
  rm -f "$1"
  cat >"$1"
}

# has_changed VALUE: whether the last start with this folder used another value. Only a hash is kept.
has_changed() {
  local hash
  hash=$(sha256sum <<<"$1")
  [[ ! -e secret.sha256 || $(<secret.sha256) != "$hash" ]] || return 1
  echo "$hash" >secret.sha256
}
