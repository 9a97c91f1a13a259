# shellcheck shell=bash
# CoreDNS runs as a process on the node's address; the Service kube-dns points at it.

start_dns() {
  # Whatever is not the cluster's does not exist: there is no way out, and "try again" would only make callers wait.
  cat >"$STATE/Corefile" <<CONF
cluster.local:53 in-addr.arpa:53 ip6.arpa:53 {
    bind $NODE_IP
    errors
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        kubeconfig $STATE/coredns.kubeconfig
        pods insecure
        ttl 5
    }
    cache 5
    loadbalance
}
.:53 {
    bind $NODE_IP
    errors
    template IN ANY . {
        rcode NXDOMAIN
    }
}
CONF
  sed -e "s/@DNS_SERVICE_IP@/$DNS_SERVICE_IP/g" -e "s/@NODE_IP@/$NODE_IP/g" "$HERE/manifests/dns.yaml" |
    kubectl_inside apply --server-side --force-conflicts -f - >>"$STATE/log/up.log" 2>&1 ||
    fail "the DNS service was not accepted; read $STATE/log/up.log"
  start_daemon coredns "$(binaries_dir)/coredns" -conf "$STATE/Corefile"
  await_daemon 180 coredns in_network timeout 2 busybox nslookup "kubernetes.default.svc.cluster.local" "$NODE_IP"
  # For what runs through '$PROGRAM exec'.
  printf 'nameserver %s\nsearch svc.cluster.local cluster.local\noptions ndots:5\n' "$DNS_SERVICE_IP" >"$STATE/resolv.conf"
}
