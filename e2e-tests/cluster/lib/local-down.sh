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
  say "taking cluster $CLUSTER_NAME down"
  # Outermost first: nothing may restart or complain about what goes next.
  stop_daemons api-outside api-inside coredns kube-proxy kubelet kube-scheduler kube-controller-manager
  end_containers
  stop_daemons containerd kube-apiserver etcd
  unmount_all
  remove_cgroups
  remove_network
  remove_traces
  # One file system only: should a mount have stayed, what it shows must not be deleted.
  rm -rf --one-file-system "$STATE"
  restore_kernel_settings
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

# unmount_all: whatever is mounted in the cluster's folder but its network, deepest first.
unmount_all() {
  local point count=0
  while read -r point; do
    umount "$point" 2>/dev/null || umount --lazy "$point" 2>/dev/null || true
    count=$((count + 1))
  done < <(awk -v folder="$STATE/" 'index($5, folder) == 1 { print $5 }' /proc/self/mountinfo | grep -Fxv "$NETWORK" | sort -r)
  [ "$count" = 0 ] || removed "$count mounts"
}

# What the kubelet and the network plugins leave at fixed places outside the folder.
remove_traces() {
  local results=/var/lib/cni/results file id
  find /var/log/containers -maxdepth 1 -type l -lname "$STATE/*" -delete 2>/dev/null || true
  for file in "$results/$CGROUP"-*-eth0; do
    id=${file#"$results/$CGROUP-"}
    id=${id%-eth0}
    [[ $id =~ ^[0-9a-f]{64}$ ]] && rm -f "$file" "$results/cni-loopback-$id-lo"
  done
  rmdir /var/log/containers "$results" /var/lib/cni /run/containerd/s /run/containerd 2>/dev/null || true
}
