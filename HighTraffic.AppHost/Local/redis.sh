#!/usr/bin/env bash
# Runs Redis on the loopback address, with the password in REDIS_PASSWORD. Arguments are passed to the server.
source "${BASH_SOURCE%/*}/server.sh"

write_secret redis.conf <<END
bind 127.0.0.1
port $PORT
dir "$DATA"
requirepass "$REDIS_PASSWORD"
END
serve TERM redis-server redis.conf "$@"
