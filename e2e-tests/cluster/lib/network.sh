# shellcheck shell=bash
# The cluster's own network namespace: pod and service traffic cannot leave the machine, and nothing of the host's
# network is touched. The namespace is held by a mount on a file in the cluster's folder.

NETWORK=$STATE/netns

network_exists() {
  [ "$(stat -f -c %T "$NETWORK" 2>/dev/null)" = nsfs ]
}

# Not `ip netns exec`: that mounts a fresh /sys, in which the kubelet finds no cgroups.
in_network() {
  nsenter --net="$NETWORK" "$@"
}

make_network() {
  network_exists && return
  : >"$NETWORK"
  unshare --net="$NETWORK" true
  in_network ip link set lo up
  # An empty bridge carries the node's address: not every kernel has a dummy device.
  in_network ip link add node0 type bridge
  in_network ip address add "$NODE_IP/24" dev node0
  in_network ip link set node0 up
  # The API server and kube-proxy look for the address of the default route.
  in_network ip route add default dev node0
  in_network sysctl -q -w net.ipv4.ip_forward=1
  in_network sysctl -q -w net.bridge.bridge-nf-call-iptables=1 2>/dev/null || true
}

remove_network() {
  network_exists || return 0
  umount "$NETWORK"
  rm -f "$NETWORK"
  removed 'network namespace'
}
