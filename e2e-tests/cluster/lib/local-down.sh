# shellcheck shell=bash
# Takes the local cluster down, half-started ones too: programs, containers, mounts, namespaces, then the folder.

removed() {
  say "  removed $*"
}

local_down() {
  check_cluster_name
  if [ ! -e "$STATE" ]; then
    say "cluster $CLUSTER_NAME is not there"
    return
  fi
  [ "$(id -u)" = 0 ] || fail "taking cluster $CLUSTER_NAME down needs root"
  with_lock "cluster-$CLUSTER_NAME" local_down_locked
}

local_down_locked() {
  local name
  say "taking cluster $CLUSTER_NAME down"
  # Outermost first: nothing may restart or complain about what goes next.
  for name in api-outside api-inside coredns kube-proxy kubelet kube-scheduler kube-controller-manager; do
    stop_daemon "$name"
  done
  end_containers
  for name in containerd kube-apiserver etcd; do
    stop_daemon "$name"
  done
  unmount_below "$STATE/run"
  unmount_below "$STATE/kubelet"
  unmount_below "$STATE/containerd"
  remove_cgroups
  remove_network
  remove_traces
  unmount_below "$STATE"
  # One file system only: should a mount have stayed, what it shows must not be deleted.
  rm -rf --one-file-system "$STATE"
  removed "$STATE"
}

# end_containers: ends the processes in the cluster's control groups; containerd then ends the shims that watched them.
end_containers() {
  local count tries
  count=$(shims | wc -l)
  for tries in {1..50}; do
    kill_cgroups
    [ -n "$(shims)" ] || break
    [ "$tries" -lt 50 ] || end_shims_by_force
    sleep 0.1
  done
  [ "$count" = 0 ] || removed "$count pods"
}

# A shim is this cluster's when it was started with the address of this cluster's containerd.
shims() {
  pgrep --full -- "containerd-shim.* -address $CONTAINERD_SOCKET" || true
}

# A shim that ends this way leaves its socket behind.
end_shims_by_force() {
  local sockets
  sockets=$(find "$STATE/run/containerd" -name address -path '*runtime.v2.task*' -exec grep -ho '/run/containerd/s/[0-9a-f]*' {} + || true)
  shims | xargs --no-run-if-empty kill -s KILL 2>/dev/null || true
  xargs --no-run-if-empty rm -f <<<"$sockets"
}

unmount_below() { # FOLDER: deepest first
  local point count=0
  while read -r point; do
    umount "$point" 2>/dev/null || umount --lazy "$point" 2>/dev/null || true
    count=$((count + 1))
  done < <(awk -v folder="$1/" 'index($5, folder) == 1 { print $5 }' /proc/self/mountinfo | grep -Fxv "$NETWORK" | sort -r)
  [ "$count" = 0 ] || removed "$count mounts"
}

# What the kubelet and the network plugins leave at fixed places outside the folder.
remove_traces() {
  find /var/log/containers -maxdepth 1 -type l -lname "$STATE/*" -delete 2>/dev/null || true
  find /var/lib/cni/results -maxdepth 1 -type f -name "$CGROUP-*" -delete 2>/dev/null || true
  rmdir /var/log/containers /var/lib/cni/results /var/lib/cni /run/containerd/s /run/containerd 2>/dev/null || true
}
