#!/usr/bin/env bash
# Entry point of the Flink images for local clusters: takes the arguments and variables of the official image's.
set -eu

conf=${FLINK_CONF_DIR:-$FLINK_HOME/conf}/config.yaml

if [ "${DISABLE_JEMALLOC:-false}" != true ] && [ "${1:-}" != disable-jemalloc ]; then
  jemalloc=/usr/lib/$(uname -m)-linux-gnu/libjemalloc.so.2
  [ ! -f "$jemalloc" ] || export LD_PRELOAD=${LD_PRELOAD:+$LD_PRELOAD:}$jemalloc
fi
[ "${1:-}" != disable-jemalloc ] || shift

# ENABLE_BUILT_IN_PLUGINS="a.jar;b.jar": jars of opt/ that are to be plugins.
IFS=';' read -r -a plugins <<<"${ENABLE_BUILT_IN_PLUGINS:-}"
for jar in ${plugins[@]+"${plugins[@]}"}; do
  mkdir -p "$FLINK_HOME/plugins/${jar%.jar}"
  ln -sf "$FLINK_HOME/opt/$jar" "$FLINK_HOME/plugins/${jar%.jar}/$jar"
done

# Settings given by variables; a mounted configuration is read-only and has them already.
configure() {
  [ -w "$conf" ] || return 0
  {
    echo "jobmanager.rpc.address: ${JOB_MANAGER_RPC_ADDRESS:-$(hostname -f)}"
    [ -z "${TASK_MANAGER_NUMBER_OF_TASK_SLOTS:-}" ] || echo "taskmanager.numberOfTaskSlots: $TASK_MANAGER_NUMBER_OF_TASK_SLOTS"
    [ -z "${FLINK_PROPERTIES:-}" ] || printf '%s\n' "$FLINK_PROPERTIES"
  } >>"$conf"
}

case ${1:-help} in
  jobmanager | standalone-job | taskmanager)
    component=$1
    shift
    configure
    exec "$FLINK_HOME/bin/$component.sh" start-foreground "$@"
    ;;
  history-server)
    shift
    configure
    exec "$FLINK_HOME/bin/historyserver.sh" start-foreground "$@"
    ;;
  help)
    echo "Usage: (jobmanager|standalone-job|taskmanager|history-server|disable-jemalloc|help), or any command"
    ;;
  *)
    exec "$@"
    ;;
esac
