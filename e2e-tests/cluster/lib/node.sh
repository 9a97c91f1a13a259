# shellcheck shell=bash
# The one node: containerd, the kubelet and kube-proxy. Each keeps to the cluster's own folders and cgroup, so that
# several clusters, and a containerd of the host's, do not meet.

CONTAINERD_SOCKET=$STATE/run/containerd/containerd.sock
CGROUP=flink-operator-e2e-$CLUSTER_NAME
PAUSE_IMAGE=flink-operator-e2e/pause:1

start_node() {
  local bin
  bin=$(binaries_dir)
  start_containerd
  load_archive "$(pause_archive)"
  make_cgroups
  write_kubelet_config
  start_daemon kubelet "$bin/kubelet" --kubeconfig="$STATE/kubelet.kubeconfig" --config="$STATE/kubelet.json" \
    --root-dir="$STATE/kubelet" --cert-dir="$STATE/kubelet/pki" --hostname-override="$NODE_NAME" --node-ip="$NODE_IP"
  start_daemon kube-proxy "$bin/kube-proxy" --kubeconfig="$STATE/proxy.kubeconfig" --proxy-mode=iptables \
    --cluster-cidr="$POD_CIDR" --hostname-override="$NODE_NAME" --conntrack-max-per-core=0 \
    --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0 \
    --healthz-bind-address=127.0.0.1:10256 --metrics-bind-address=127.0.0.1:10249
}

ctr_images() {
  ctr --address "$CONTAINERD_SOCKET" --namespace k8s.io "$@"
}

start_containerd() {
  write_containerd_config
  write_pod_network
  start_daemon containerd containerd --config "$STATE/containerd.toml"
  await_daemon 180 containerd ctr_images version
}

write_containerd_config() {
  cat >"$STATE/containerd.toml" <<TOML
version = 2
root = "$STATE/containerd"
state = "$STATE/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]
[grpc]
  address = "$CONTAINERD_SOCKET"
[plugins."io.containerd.internal.v1.opt"]
  path = "$STATE/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$PAUSE_IMAGE"
  # Without CAP_SYS_RESOURCE, as in many sandboxes, a lower score than the parent's cannot be set.
  restrict_oom_score_adj = true
  tolerate_missing_hugetlb_controller = true
  netns_mounts_under_state_dir = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$STATE/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
TOML
}

# The network's name is the cluster's, as it names the files that the network plugins leave outside the folder.
write_pod_network() {
  jq -n --arg name "$CGROUP" --arg subnet "$POD_CIDR" --arg data "$STATE/run/ipam" \
    '{cniVersion: "0.4.0", name: $name, plugins: [
      {type: "bridge", bridge: "cni0", isGateway: true, ipMasq: false, hairpinMode: true,
       ipam: {type: "host-local", dataDir: $data, ranges: [[{subnet: $subnet}]], routes: [{dst: "0.0.0.0/0"}]}},
      {type: "portmap", capabilities: {portMappings: true}}]}' >"$STATE/cni/10-pods.conflist"
}

write_kubelet_config() {
  : >"$STATE/no-resolv.conf"
  jq -n --arg state "$STATE" --arg pki "$PKI" --arg socket "unix://$CONTAINERD_SOCKET" --arg cgroup "/$CGROUP" \
    --arg dns "$DNS_SERVICE_IP" \
    '{apiVersion: "kubelet.config.k8s.io/v1beta1", kind: "KubeletConfiguration",
      authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "\($pki)/ca.crt"}},
      authorization: {mode: "Webhook"},
      tlsCertFile: "\($pki)/kubelet-server.crt", tlsPrivateKeyFile: "\($pki)/kubelet-server.key",
      containerRuntimeEndpoint: $socket, cgroupDriver: "cgroupfs", cgroupRoot: $cgroup,
      failCgroupV1: false, failSwapOn: false, enforceNodeAllocatable: [],
      clusterDNS: [$dns], clusterDomain: "cluster.local", resolvConf: "\($state)/no-resolv.conf",
      podLogsDir: "\($state)/log/pods", volumePluginDir: "\($state)/kubelet/volume-plugins",
      evictionHard: {"memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%",
        "nodefs.inodesFree": "1%", "imagefs.inodesFree": "1%"},
      imageGCHighThresholdPercent: 100, imageGCLowThresholdPercent: 99,
      serializeImagePulls: false, registryPullQPS: 0, eventRecordQPS: 0,
      healthzBindAddress: "127.0.0.1", nodeStatusReportFrequency: "1m", nodeStatusUpdateFrequency: "10s"}' \
    >"$STATE/kubelet.json"
}

pause_archive() { echo "$CACHE/pause-$(key_of "$(binaries_dir)/pause")/pause.tar"; }

need_pause_image() {
  [ -f "$(pause_archive)" ] || with_lock pause build_pause_image
}

build_pause_image() {
  local output work
  output=$(pause_archive)
  work=$(dirname "$output")
  mkdir -p "$work/root"
  cp "$(binaries_dir)/pause" "$work/root/pause"
  layer_of "$work/root" "$work/layer.tar"
  image_archive "$output" '.config = {Entrypoint: ["/pause"], User: "65535:65535"}' "[\"$PAUSE_IMAGE\"]" "$work/layer.tar"
}

node_ready() {
  [ "$(kubectl_inside get node "$NODE_NAME" -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}')" = True ]
}
