#!/usr/bin/env bash
# Runs RabbitMQ with its management plugin on the loopback address. Like the official image, it creates the user RABBITMQ_DEFAULT_USER
# with RABBITMQ_DEFAULT_PASS.
source "${BASH_SOURCE%/*}/server.sh"

# The wrapper in /usr/sbin would change the user and redirect the output.
PATH=/usr/lib/rabbitmq/bin:$PATH
export LANG=C.UTF-8
export HOME=$DATA/home
mkdir -p "$HOME"

# RabbitMQ creates the user only in an empty database. Messages that are deleted with it are published again from the task table.
if has_changed "$RABBITMQ_DEFAULT_USER $RABBITMQ_DEFAULT_PASS"; then
  rm -rf mnesia
fi
write_secret rabbitmq.conf <<END
default_user = $RABBITMQ_DEFAULT_USER
default_pass = $RABBITMQ_DEFAULT_PASS
log.console = true
log.console.level = warning
log.file = false
management.tcp.ip = 127.0.0.1
management.tcp.port = $MANAGEMENT_PORT
END
echo '[rabbitmq_management].' >enabled_plugins

# Nodes find each other through this port mapper. RabbitMQ itself would start it as a daemon that outlives the server.
export ERL_EPMD_PORT=$EPMD_PORT ERL_EPMD_ADDRESS=127.0.0.1
setpriv --pdeathsig TERM -- epmd -port "$EPMD_PORT" -address 127.0.0.1 &

export RABBITMQ_CONF_ENV_FILE=$DATA/rabbitmq-env.conf RABBITMQ_CONFIG_FILE=$DATA/rabbitmq.conf
export RABBITMQ_ENABLED_PLUGINS_FILE=$DATA/enabled_plugins
export RABBITMQ_NODENAME=rabbit@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT=$PORT RABBITMQ_DIST_PORT=$DISTRIBUTION_PORT
export RABBITMQ_MNESIA_BASE=$DATA/mnesia RABBITMQ_LOG_BASE=$DATA RABBITMQ_LOGS=- RABBITMQ_PID_FILE=$DATA/pid
export ERL_CRASH_DUMP=$DATA/erl_crash.dump
# By default, the distribution port listens on all addresses.
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1} ${RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS:-}"
# Makes RabbitMQ's script exec the server, so that the server gets the signals.
export RUNNING_UNDER_SYSTEMD=true
# A clean stop takes longer than the orchestrator waits, and temporary data does not need one.
[[ $KEEP_DATA == True ]] && stop=TERM || stop=KILL
serve "$stop" rabbitmq-server "$@"
