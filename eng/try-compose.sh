#!/usr/bin/env bash
# Tests the Docker Compose deployment on this machine: builds the images, starts everything, checks the API's contract, replaces the API under
# load, restarts with the data kept, and removes everything. Takes a few minutes. PORT is the public port, 18080 by default.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/prepare.sh

readonly PORT=${PORT:-18080}
readonly VERSION=0.0.0-try
# A name that differs from the one in the file, so that a real deployment on the same machine is not touched.
export COMPOSE_PROJECT_NAME=hightraffic-try
app=http://127.0.0.1:$PORT
work=$(mktemp -d)
deploy=$work/deploy

compose() {
  docker compose --project-directory "$deploy" "$@"
}

finish() {
  local status=$?
  trap - EXIT
  touch "$work/stop"
  if [[ -e $deploy/docker-compose.yaml ]]; then
    if ((status != 0)); then
      compose ps --all >&2 || true
      compose logs --tail 40 >&2 || true
    fi
    compose down --volumes --timeout 10 >/dev/null 2>&1 || true
  fi
  wait
  rm -rf "$work"
  exit "$status"
}

step() {
  printf '\n== %s (%d s)\n' "$1" "$SECONDS"
}

check_needs() {
  command -v docker >/dev/null || fail "This needs Docker with Compose 2.24 or later: https://docs.docker.com/engine/install"
  docker info >/dev/null 2>&1 || fail "Docker is installed, but its daemon does not respond ('docker info' says why)."
  docker compose version >/dev/null 2>&1 || fail "This needs the Compose plugin of Docker: https://docs.docker.com/compose/install/linux"
  command -v curl >/dev/null || fail "This needs curl."
  require_sdk
}

publish() {
  local host
  host=$(echo *.AppHost)
  NuGetOrg=true dotnet build "$host" -c Release --nologo -v quiet -clp:"ErrorsOnly;NoSummary" -tl:off
  (cd "$host" && dotnet "bin/Release/net10.0/$host.dll" --operation publish --step publish --output-path "$deploy" \
    --HighTraffic:Target=Compose --HighTraffic:Port="$PORT" --HighTraffic:Version="$VERSION" \
    --HighTraffic:Seed:Products=2000 --HighTraffic:Seed:Users=500)
}

build_images() {
  local service name
  for service in Api Worker Migrations; do
    name=${service,,}
    dotnet publish "$(echo *."$service")" -c Release -t:PublishContainer -p:ContainerRepository="$name" -p:ContainerImageTag="$VERSION" --nologo -v quiet -tl:off
  done
  docker build --quiet --tag "gateway:$VERSION" "$(echo *.AppHost)/nginx"
}

# The containers' users can read the files, but the folder is closed to other users of this machine.
make_secrets() {
  local name
  mkdir -m 700 "$deploy/secrets"
  for name in api-key postgres-password cache-password messaging-password; do
    head -c 20 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$deploy/secrets/$name"
    chmod 444 "$deploy/secrets/$name"
  done
}

# Sends reads and writes until the file "stop" exists, and writes a line for each response.
load() {
  local number=0 key
  key=$(<"$deploy/secrets/api-key")
  while [[ ! -e $work/stop ]]; do
    number=$((number + 1))
    # Bypass all caches: the API itself must respond.
    curl -s --max-time 20 -o /dev/null -w '%{http_code} %{time_total}\n' -H "X-Api-Key: $key" -H 'Cache-Control: no-cache' \
      "$app/api/products/$((number % 2000 + 1))" || echo 000
    curl -s --max-time 20 -o /dev/null -w '%{http_code} %{time_total}\n' -H "X-Api-Key: $key" -H 'Content-Type: application/json' \
      -d '{"type":"echo","parameters":{"seconds":0}}' "$app/api/tasks" || echo 000
  done >"$work/answers.$1"
}

check_needs
trap finish EXIT

step "Publishing"
publish
make_secrets
step "Building the images"
build_images

step "Starting"
compose up --detach --wait || {
  compose logs --tail 20 migrations >&2
  fail "Not everything became healthy."
}
compose ps --all

step "Checking the contract"
eng/ask-contract.sh "$app" "$(<"$deploy/secrets/api-key")"

step "Replacing the API under load"
for client in 1 2 3 4; do
  load "$client" &
done
before=$SECONDS
eng/upgrade-compose.sh "$deploy"
echo "Replaced in $((SECONDS - before)) s"
touch "$work/stop"
wait
cat "$work"/answers.* | sort | awk '{ count[$1]++; if ($2 > slowest) slowest = $2 } END { for (status in count) print status ": " count[status]; print "slowest: " slowest " s" }'
if cat "$work"/answers.* | grep -qvE '^20[02] '; then
  fail "Requests failed while the API was replaced."
fi

step "Stopping"
before=$SECONDS
compose stop
echo "Stopped in $((SECONDS - before)) s"
for container in $(compose ps --all --quiet); do
  # 137 means SIGKILL: the container did not stop in time.
  code=$(docker inspect --format '{{.Name}} {{.State.ExitCode}}' "$container")
  [[ $code != *" 137" ]] || fail "Killed: $code"
done

step "Starting again with the data kept"
compose down
compose up --detach --wait
tasks=$(curl -s -H "X-Api-Key: $(<"$deploy/secrets/api-key")" "$app/api/tasks?status=succeeded")
[[ $tasks == *catalog-export* || $tasks == *echo* ]] || fail "The tasks of the first run are gone: $tasks"

step "Starting with a wrong database password"
compose down
chmod 644 "$deploy/secrets/postgres-password"
echo wrong >"$deploy/secrets/postgres-password"
if compose up --detach --wait; then
  fail "It started with a wrong password."
fi
compose logs --tail 5 migrations

step "Done"
