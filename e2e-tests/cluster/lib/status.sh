# shellcheck shell=bash
# A short overview of the local cluster for a person; succeeds only when the cluster is ready.

local_status() {
  check_cluster_name
  if [ ! -e "$STATE" ]; then
    echo "cluster $CLUSTER_NAME: not there ('$PROGRAM up' brings it up)"
    return 1
  fi
  [ "$(id -u)" = 0 ] || fail "the status of cluster $CLUSTER_NAME can be read by root only"
  local ready=yes
  local_ready || ready=no
  cat <<TEXT
cluster     $CLUSTER_NAME, Kubernetes $KUBERNETES_VERSION, a local one in its own network namespace
ready       $ready
programs    $(daemon_overview)
nodes       $(kubectl_inside get nodes --no-headers 2>/dev/null | awk '{ print $1 " " $2 }' | paste -sd, -)
pods        $(kubectl_inside get pods --all-namespaces --no-headers 2>/dev/null | awk '{ n[$4]++ } END { for (s in n) printf "%d %s  ", n[s], s }')
images      $(image_overview)
kubeconfig  $KUBECONFIG_HOST (from the host; inside: $PROGRAM exec)
audit log   $AUDIT_LOG
logs        $STATE/log
TEXT
  [ "$ready" = yes ]
}

daemon_overview() {
  local file name
  for file in "$STATE"/pid/*; do
    name=$(basename "$file")
    daemon_pid "$name" >/dev/null && printf '%s ' "$name" || printf '%s(ended) ' "$name"
  done
}

image_overview() {
  daemon_pid containerd >/dev/null || return 0
  ctr_images images ls -q | grep -v '^sha256:' | sed 's|^docker.io/library/||; s|^docker.io/||' | paste -sd' ' -
}
