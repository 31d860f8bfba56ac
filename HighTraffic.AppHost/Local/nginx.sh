#!/usr/bin/env bash
# Runs Nginx with the templates in TEMPLATES. Like the official image, it renders them with envsubst and takes the defaults of the
# variables from the Dockerfile. Its arguments are added to Nginx's: -t checks the configuration and ends.
source "${BASH_SOURCE%/*}/server.sh"

# The workers of a master that runs as root are another user.
umask 022
# Debian keeps it out of an ordinary user's PATH.
PATH=$PATH:/usr/sbin:/sbin
while IFS='=' read -r name value; do
  [[ -v $name ]] || declare -x "$name=$value"
done < <(sed -n 's/^ENV //p' "$TEMPLATES/../Dockerfile")

# Not that of an earlier run, by which the watch over the certificate would signal another process.
rm -f nginx.pid
# shellcheck source=/dev/null
source "$TEMPLATES/../gateway.envsh"

# Only these are replaced: Nginx's own variables look the same to envsubst.
# shellcheck disable=SC2016
variables=$(compgen -e | grep -E "$NGINX_ENVSUBST_FILTER" | sed 's/.*/${&}/')
while IFS= read -r template; do
  mkdir -p "$(dirname "$template")"
  envsubst "$variables" <"$TEMPLATES/$template" >"${template%.template}"
done < <(cd "$TEMPLATES" && find . -name '*.template')

# SIGQUIT finishes the requests in flight (https://nginx.org/en/docs/control.html).
serve QUIT nginx -p "$DATA/" -c "$DATA/nginx.conf" -e stderr -g 'daemon off;' "$@"
