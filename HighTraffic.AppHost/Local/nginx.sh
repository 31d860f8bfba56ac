#!/usr/bin/env bash
# Runs Nginx with the templates in TEMPLATES. Like the official image, it renders them with envsubst and takes the defaults of the variables
# from the Dockerfile. Arguments are passed on to Nginx: -t checks the configuration and exits.
source "${BASH_SOURCE%/*}/server.sh"

# If the master runs as root, its workers run as another user.
umask 022
# On Debian, Nginx is not in the PATH of ordinary users.
PATH=$PATH:/usr/sbin:/sbin
while IFS='=' read -r name value; do
  [[ -v $name ]] || declare -x "$name=$value"
done < <(sed -n 's/^ENV //p' "$TEMPLATES/../Dockerfile")

# Remove the file of an earlier run. With it, the certificate watch would signal another process.
rm -f nginx.pid
# shellcheck source=/dev/null
source "$TEMPLATES/../gateway.envsh"

# Replace these variables only, because envsubst cannot tell Nginx's own variables apart.
# shellcheck disable=SC2016
variables=$(compgen -e | grep -E "$NGINX_ENVSUBST_FILTER" | sed 's/.*/${&}/')
while IFS= read -r template; do
  mkdir -p "$(dirname "$template")"
  envsubst "$variables" <"$TEMPLATES/$template" >"${template%.template}"
done < <(cd "$TEMPLATES" && find . -name '*.template')

# SIGQUIT finishes the requests in flight (https://nginx.org/en/docs/control.html).
serve QUIT nginx -p "$DATA/" -c "$DATA/nginx.conf" -e stderr -g 'daemon off;' "$@"
