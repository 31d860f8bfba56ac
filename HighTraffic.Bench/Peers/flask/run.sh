#!/usr/bin/env bash
# Runs gunicorn, and Nginx in front of it, on 127.0.0.1:PORT in the folder FOLDER, and prints their process ids. Both end when standard
# input ends: the process that started this script holds the other end of the pipe, which closes when that process dies.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
PATH=$PATH:/usr/sbin:/sbin
cd "$FOLDER"
chmod 755 .

# With threads, a worker serves other requests while it waits for PostgreSQL or Redis.
export THREADS=4 PYTHONDONTWRITEBYTECODE=1
# Its socket is open to the workers of Nginx, which run as another user.
setpriv --pdeathsig TERM -- gunicorn --workers 4 --worker-class gthread --threads "$THREADS" --keep-alive 75 --umask 0 --backlog 4096 \
  --bind "unix:$FOLDER/gunicorn.sock" --worker-tmp-dir /dev/shm --log-level warning --chdir "$here" app:app </dev/null &
gunicorn=$!
# shellcheck disable=SC2016
envsubst '$PORT $FOLDER' <"$here/nginx.conf.template" >nginx.conf
setpriv --pdeathsig TERM -- nginx -p "$FOLDER/" -c "$FOLDER/nginx.conf" -e stderr -g 'daemon off;' </dev/null &
nginx=$!

finish() {
  kill "$nginx" "$gunicorn" 2>/dev/null || true
  wait
}
trap finish EXIT
trap 'exit 0' TERM INT

echo "$gunicorn $nginx"
cat >/dev/null
