#!/usr/bin/env bash
# Runs PostgreSQL on the loopback address. Like the official image, it creates the cluster with POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB
# and POSTGRES_INITDB_ARGS. Arguments are passed to the server.
source "${BASH_SOURCE%/*}/server.sh"

cluster=$DATA/cluster
owner=()
if ((EUID == 0)); then
  # PostgreSQL refuses to run as root.
  as_user=(setpriv --reuid=postgres --regid=postgres --init-groups --)
  owner=(-o postgres -g postgres)
fi

if [[ -e $cluster/PG_VERSION && -d /usr/lib/postgresql/$(<"$cluster/PG_VERSION") ]]; then
  PATH=/usr/lib/postgresql/$(<"$cluster/PG_VERSION")/bin:$PATH
else
  newest=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  PATH=$newest:$PATH
fi

durability=()
if [[ $KEEP_DATA == False ]]; then
  durability=(-c fsync=off -c full_page_writes=off)
fi

# Executes SQL in single-user mode, while the server is not running.
alone() {
  "${as_user[@]}" postgres --single -D "$1" -c log_checkpoints=off postgres >/dev/null
}

if [[ ! -e $cluster ]]; then
  # Rename the cluster only when it is complete, so that an interrupted start leaves no broken cluster behind.
  new=$DATA/cluster.new
  rm -rf "$new"
  install -d -m 700 "${owner[@]}" "$new"
  trap 'rm -f "$DATA/password"' ERR
  write_secret password <<<"$POSTGRES_PASSWORD"
  ((EUID)) || chown postgres password
  # shellcheck disable=SC2086
  "${as_user[@]}" initdb -D "$new" -U "$POSTGRES_USER" --pwfile password -E UTF8 --locale=C.UTF-8 --auth=scram-sha-256 \
    --no-sync ${POSTGRES_INITDB_ARGS:-} >/dev/null
  rm -f password
  echo "CREATE DATABASE \"$POSTGRES_DB\"" | alone "$new"
  [[ $KEEP_DATA == False ]] || sync --file-system "$new"
  mv "$new" "$cluster"
  has_changed "$POSTGRES_PASSWORD" || true
elif has_changed "$POSTGRES_PASSWORD"; then
  echo "ALTER ROLE \"$POSTGRES_USER\" PASSWORD '$POSTGRES_PASSWORD'" | alone "$cluster"
fi

# SIGINT is a fast shutdown. SIGTERM would wait for clients to disconnect (https://www.postgresql.org/docs/15/server-shutdown.html).
serve INT postgres -D "$cluster" -c listen_addresses=127.0.0.1 -c port="$PORT" \
  -c unix_socket_directories= "${durability[@]}" "$@"
