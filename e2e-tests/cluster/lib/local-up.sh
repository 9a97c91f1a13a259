# shellcheck shell=bash
# Brings the local cluster up, step by step; every step does nothing when its work is done already.

local_up() {
  check_cluster_name
  check_local_means
  with_lock "cluster-$CLUSTER_NAME" local_up_locked
}

check_local_means() {
  [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ] ||
    fail "no cluster can be brought up here: start Docker, or be root on Linux, or name one with FLINK_OPERATOR_E2E_KUBECONFIG"
}

local_up_locked() {
  local begun=$SECONDS
  if local_ready; then
    say "cluster $CLUSTER_NAME is up"
    return
  fi
  need_packages 'the local cluster' containerd runc containernetworking-plugins iptables conntrack socat iproute2 \
    util-linux procps openssl busybox-static jq
  need_binaries
  need_pause_image
  need_provisioner_image
  say "starting cluster $CLUSTER_NAME (Kubernetes $KUBERNETES_VERSION) in $STATE"
  make_folders
  save_kernel_settings
  make_certificates
  make_network
  start_control_plane
  say '  API server ready'
  start_node
  start_dns
  await_daemon 300 kubelet node_ready
  say '  node ready'
  install_provisioner
  open_host_access
  await 300 'the volume provisioner' "$STATE/log/kubelet.log" provisioner_ready
  await 180 'the default service account' "$STATE/log/kube-controller-manager.log" \
    kubectl_inside get serviceaccount default --namespace default
  say "cluster $CLUSTER_NAME is up after $((SECONDS - begun)) s; kubectl --kubeconfig $KUBECONFIG_HOST, or $PROGRAM exec kubectl"
}

make_folders() {
  mkdir -p "$STATE"/{log/pods,pid,run,cni,kubelet,containerd,etcd}
  chmod 0755 "$STATE"
  chmod 0700 "$STATE/etcd"
}

local_ready() {
  local name
  network_exists || return
  for name in etcd kube-apiserver kube-controller-manager kube-scheduler containerd kubelet kube-proxy coredns api-inside \
    api-outside; do
    daemon_pid "$name" >/dev/null || return
  done
  kubectl_inside get --raw /readyz >/dev/null 2>&1 && node_ready 2>/dev/null && provisioner_ready 2>/dev/null
}

provisioner_ready() {
  [ "$(kubectl_inside get deployment local-path-provisioner --namespace local-path-storage \
    -o jsonpath='{.status.availableReplicas}')" = 1 ]
}
