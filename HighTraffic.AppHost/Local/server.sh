# shellcheck shell=bash
# The functions that the server scripts share. Each script gets DATA, the server's folder; RUN, the folder of all servers; and KEEP_DATA.
set -euo pipefail
(umask 022 && mkdir -p "$DATA")
cd "$DATA"
umask 077

# Every server holds this lock, so that no later run touches the data until the last server has ended. The last one also removes a temporary
# folder, whether the AppHost ended normally or was killed.
exec 9>>"$RUN/servers.lock"
flock --shared 9
trap 'if [[ $KEEP_DATA == False ]] && flock --nonblock --exclusive 9; then cd / && rm -rf "$RUN"; fi' EXIT

# The command prefix to run a server as another user.
as_user=()

# serve SIGNAL COMMAND…: runs a server until it ends, and exits with its exit code. SIGNAL makes the server shut down cleanly. It is sent when
# this script is told to end, and by the kernel when this script is killed. The server gets its own session, so that its children can be ended
# with it: otherwise Nginx's workers would keep serving without their master.
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

# write_secret FILE: writes standard input to a file that only its owner can read, because command lines are public.
write_secret() {
  rm -f "$1"
  cat >"$1"
}

# has_changed VALUE: whether the last start with this folder used another value. Only a hash is stored.
has_changed() {
  local hash
  hash=$(sha256sum <<<"$1")
  [[ ! -e secret.sha256 || $(<secret.sha256) != "$hash" ]] || return 1
  echo "$hash" >secret.sha256
}
