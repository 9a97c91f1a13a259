# shellcheck shell=bash
# Which kind of cluster a command is about, and what each command means there: an existing cluster named by the user, kind
# where Docker works, else the local one.

backend() {
  if [ -n "${FLINK_OPERATOR_E2E_KUBECONFIG:-}" ]; then
    echo existing
  elif [ ! -e "$STATE" ] && docker_works; then
    echo kind
  else
    echo local
  fi
}

run_command() {
  local command=$1 chosen
  shift
  case $command in
    binaries)
      need_binaries
      binaries_dir
      return
      ;;
    load) [ $# -gt 0 ] || fail "load what? give one or more image archives: $PROGRAM load TAR…" ;;
    exec) [ $# -gt 0 ] || fail "exec what? give a command: $PROGRAM exec kubectl get pods" ;;
  esac
  chosen=$(backend)
  "${chosen}_${command//-/_}" "$@"
}

# --- the local cluster

need_local_ready() {
  [ ! -e "$STATE" ] || [ "$(id -u)" = 0 ] || fail "cluster $CLUSTER_NAME can be used by root only"
  [ -e "$STATE" ] && local_ready || fail "cluster $CLUSTER_NAME is not up; run '$PROGRAM up' first"
}

local_load() {
  local tar
  need_local_ready
  for tar in "$@"; do
    [ -r "$tar" ] || fail "there is no file $tar"
    load_archive "$tar"
  done
}

local_images() {
  need_local_ready
  need_flink_images
  local version
  for version in "${FLINK_VERSIONS[@]}"; do
    load_archive "$(flink_archive "$version")"
  done
  say "Flink images are loaded: ${FLINK_TAGS[*]}"
}

local_base_image() {
  need_base_image
  base_archive
}

local_kubeconfig() {
  [ -f "$KUBECONFIG_HOST" ] || fail "cluster $CLUSTER_NAME is not up; run '$PROGRAM up' first"
  echo "$KUBECONFIG_HOST"
}

# The command sees the cluster's name service as its own, in a mount namespace that ends with it.
local_exec() {
  network_exists || fail "cluster $CLUSTER_NAME is not up; run '$PROGRAM up' first"
  # shellcheck disable=SC2016
  KUBECONFIG=$KUBECONFIG_INSIDE PATH=$(binaries_dir):$PATH exec nsenter --net="$NETWORK" unshare --mount \
    sh -c 'mount --bind "$0" "$(readlink -f /etc/resolv.conf)" && exec "$@"' "$STATE/resolv.conf" "$@"
}

# --- a cluster that is there already

existing_up() {
  say "using the cluster of $FLINK_OPERATOR_E2E_KUBECONFIG"
  existing_status >/dev/null || fail "the cluster of $FLINK_OPERATOR_E2E_KUBECONFIG does not answer; see that it runs"
}

existing_down() { say "the cluster of $FLINK_OPERATOR_E2E_KUBECONFIG is left as it is"; }
existing_kubeconfig() { echo "$FLINK_OPERATOR_E2E_KUBECONFIG"; }
existing_exec() { KUBECONFIG=$FLINK_OPERATOR_E2E_KUBECONFIG "$@"; }
existing_images() { say 'an existing cluster fetches flink:1.20 and flink:2.3 itself'; }
existing_status() { kubectl --kubeconfig "$FLINK_OPERATOR_E2E_KUBECONFIG" get nodes; }
existing_load() { fail "cannot load images into an existing cluster; push them to a registry it reads"; }
existing_base_image() { if docker_works; then kind_base_image; else local_base_image; fi; }

kind_kubeconfig() { echo "$KIND_KUBECONFIG"; }
