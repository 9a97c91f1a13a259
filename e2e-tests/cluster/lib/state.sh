# shellcheck shell=bash
# Where a local cluster keeps its own files, and the addresses inside its network namespace. Every cluster has a namespace
# of its own, so the addresses and ports are the same in all of them.

CLUSTER_NAME=${CLUSTER_NAME:-flink-operator}
STATE=${FLINK_OPERATOR_STATE:-/var/lib/flink-operator-e2e}/$CLUSTER_NAME
NODE_NAME=$CLUSTER_NAME

NODE_IP=10.100.0.1
POD_CIDR=10.244.0.0/24
SERVICE_CIDR=10.96.0.0/16
KUBERNETES_SERVICE_IP=10.96.0.1
DNS_SERVICE_IP=10.96.0.10

AUDIT_LOG=$STATE/log/audit.log

check_cluster_name() {
  # Unix socket paths below $STATE must stay under 108 characters.
  [[ $CLUSTER_NAME =~ ^[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?$ ]] ||
    fail "CLUSTER_NAME '$CLUSTER_NAME' must be 1 to 30 lower-case letters, digits and dashes"
  [ ${#STATE} -le 60 ] || fail "the folder $STATE has too long a path for sockets; give a shorter FLINK_OPERATOR_STATE"
}
