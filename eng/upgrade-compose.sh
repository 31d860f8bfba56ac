#!/usr/bin/env bash
# Upgrades a Compose deployment without failed requests: migrates the database, replaces the API's replicas one after another, and then
# everything else that has changed. The argument is the folder with docker-compose.yaml, by default "deploy".
set -euo pipefail
folder=${1:-deploy}

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

compose() {
  docker compose --project-directory "$folder" "$@"
}

mapfile -t old < <(compose ps --quiet api)
if ((${#old[@]} > 0)); then
  compose run --rm --no-deps migrations || fail "The migrations failed, so nothing was replaced."

  for replica in "${old[@]}"; do
    # Add a replica of the new version …
    if ! compose up --detach --wait --wait-timeout 180 --no-deps --no-recreate --scale "api=$((${#old[@]} + 1))" api; then
      compose logs --tail 20 api >&2
      fail "A new replica of the API did not become healthy. The others keep running: see 'docker compose ps'."
    fi

    # … and remove an old one, which finishes its requests first. Nginx tries the next replica when one refuses a connection.
    docker stop "$replica" >/dev/null
    docker rm "$replica" >/dev/null
  done
fi

compose up --detach --wait || {
  compose logs --tail 20 migrations >&2
  fail "Not everything became healthy: 'docker compose ps --all' shows what did not. The last lines of the migrations are above."
}
