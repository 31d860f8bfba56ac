#!/usr/bin/env bash
# Checks each line of the API's contract against a running app, and exits with 1 at the first unexpected response. Arguments: the public address
# and the API key. The app must have seeded products and users.
set -euo pipefail
app=${1%/}
key=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
readonly JSON='Content-Type: application/json'

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# ask STATUS WHAT CURL-ARGUMENTS…: sends a request and checks its status. The body and the headers of the response are then in files.
ask() {
  local expected=$1 what=$2 status
  shift 2
  status=$(curl -s --max-time 30 -o "$folder/body" -D "$folder/headers" -w '%{http_code}' "$@") || fail "$what: no response (curl exited with $?)"
  [[ $status == "$expected" ]] || fail "$what: $status instead of $expected: $(head -c 400 "$folder/body")"
  printf 'ok  %s\n' "$what"
}

body_has() {
  grep -q -- "$1" "$folder/body" || fail "The body lacks $1: $(head -c 400 "$folder/body")"
}

header() {
  sed -n "s/^$1: *\(.*[^[:space:]]\)[[:space:]]*$/\1/Ip" "$folder/headers" | head -n 1
}

field() {
  sed -n "s/.*\"$1\":\"\?\([^\",}]*\).*/\1/p" "$folder/body" | head -n 1
}

keyed() {
  local status=$1 what=$2
  shift 2
  ask "$status" "$what" -H "X-Api-Key: $key" "$@"
}

ask 200 'GET /' "$app/"
ask 200 'GET /api/products' "$app/api/products?pageSize=2"
body_has '"nextCursor":"'
ask 200 'GET /api/products, next page' "$app/api/products?pageSize=2&cursor=$(field nextCursor)"
ask 400 'GET /api/products, bad page size' "$app/api/products?pageSize=0"
[[ $(header Content-Type) == application/problem+json* ]] || fail "An error is $(header Content-Type)"
ask 200 'GET /api/products/{id}' "$app/api/products/1"
etag=$(header ETag)
[[ -n $(header Cache-Status) && -n $(header Cache-Control) ]] || fail "A public read lacks Cache-Status or Cache-Control"
ask 304 'GET /api/products/{id}, unchanged' -H "If-None-Match: $etag" "$app/api/products/1"
ask 404 'GET /api/products/{id}, unknown' "$app/api/products/999999999"
ask 200 'GET /api/categories' "$app/api/categories"
ask 200 'GET /api/products, compressed' -H 'Accept-Encoding: gzip' "$app/api/products"
[[ $(header Content-Encoding) == gzip ]] || fail "A body is not compressed"
for path in health alive nginx/status nginx/ready; do
  ask 404 "GET /$path from outside" "$app/$path"
done

sku="TRY-$(date +%s)"
product="{\"sku\":\"$sku\",\"name\":\"Tried\",\"description\":\"Made by ask-contract.sh.\",\"category\":\"Kitchen\",\"priceCents\":100,\"stock\":1}"
ask 401 'POST /api/products without a key' -H "$JSON" -d "$product" "$app/api/products"
ask 401 'POST /api/products with a wrong key' -H 'X-Api-Key: wrong' -H "$JSON" -d "$product" "$app/api/products"
keyed 201 'POST /api/products' -H "$JSON" -d "$product" "$app/api/products"
made=$app/api/products/$(field id)
[[ -n $(header Location) ]] || fail "A created product has no Location"
keyed 409 'POST /api/products, taken SKU' -H "$JSON" -d "$product" "$app/api/products"
keyed 400 'POST /api/products, broken rules' -H "$JSON" -d '{}' "$app/api/products"
keyed 412 'PUT /api/products/{id}, stale' -X PUT -H 'If-Match: "stale"' -H "$JSON" -d "$product" "$made"
keyed 200 'PUT /api/products/{id}' -X PUT -H "$JSON" -d "${product/Tried/Changed}" "$made"
keyed 200 'GET /api/products/{id}, fresh' -H 'Cache-Control: no-cache' "$made"
body_has '"name":"Changed"'
keyed 204 'DELETE /api/products/{id}' -X DELETE "$made"

ask 401 'GET /api/users/by-email without a key' "$app/api/users/by-email?email=user1@example.com"
keyed 200 'GET /api/users/by-email' "$app/api/users/by-email?email=user1@example.com"
keyed 404 'GET /api/users/by-email, unknown' "$app/api/users/by-email?email=nobody@example.com"
user="{\"email\":\"$sku@example.com\",\"displayName\":\"Tried\"}"
keyed 201 'POST /api/users' -H "$JSON" -d "$user" "$app/api/users"
keyed 409 'POST /api/users, taken e-mail' -H "$JSON" -d "$user" "$app/api/users"

export_task='{"type":"catalog-export","parameters":{"format":"csv"}}'
keyed 202 'POST /api/tasks' -H "Idempotency-Key: $sku" -H "$JSON" -d "$export_task" "$app/api/tasks"
id=$(field id)
keyed 202 'POST /api/tasks, repeated' -H "Idempotency-Key: $sku" -H "$JSON" -d "$export_task" "$app/api/tasks"
[[ $(field id) == "$id" ]] || fail "A repeated Idempotency-Key made another task"
keyed 200 'GET /api/tasks/{id}/events, to the end' "$app/api/tasks/$id/events"
keyed 200 'GET /api/tasks/{id}' "$app/api/tasks/$id"
body_has '"status":"succeeded"'
keyed 200 'GET /api/tasks/{id}/result' "$app/api/tasks/$id/result"
keyed 200 'GET /api/tasks' "$app/api/tasks?status=succeeded"
keyed 202 'POST /api/tasks, a long one' -H "$JSON" -d '{"type":"echo","parameters":{"seconds":60}}' "$app/api/tasks"
id=$(field id)
keyed 409 'GET /api/tasks/{id}/result, too early' "$app/api/tasks/$id/result"
keyed 202 'DELETE /api/tasks/{id}' -X DELETE "$app/api/tasks/$id"
keyed 200 'GET /api/tasks/{id}/events, canceled' "$app/api/tasks/$id/events"
keyed 200 'GET /api/tasks/{id}, canceled' "$app/api/tasks/$id"
body_has '"status":"canceled"'
