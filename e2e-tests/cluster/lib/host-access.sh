# shellcheck shell=bash
# The API server on the host's loopback: a relay across the namespace's border over a Unix socket. So kubectl, a browser
# through `kubectl port-forward`, or a test runner need not live inside the cluster's network.

KUBECONFIG_HOST=$STATE/kubeconfig

open_host_access() {
  local socket=$STATE/run/api.sock port
  start_daemon api-inside socat "UNIX-LISTEN:$socket,fork,unlink-early,mode=600" TCP:127.0.0.1:6443
  if ! daemon_pid api-outside >/dev/null; then
    port=$(free_loopback_port)
    echo "$port" >"$STATE/run/api-port"
    start_host_daemon api-outside socat "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr" "UNIX-CONNECT:$socket"
  fi
  write_kubeconfig "$KUBECONFIG_HOST" "https://127.0.0.1:$(cat "$STATE/run/api-port")" admin
  await_daemon 180 api-outside "$(binaries_dir)/kubectl" --kubeconfig "$KUBECONFIG_HOST" get --raw /readyz
}

# The same port for the same name each time, so that an open terminal survives `down` and `up`; the next free one if taken.
free_loopback_port() {
  local port=$((20000 + $(cksum <<<"$CLUSTER_NAME" | cut -d' ' -f1) % 8000))
  while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    port=$((port + 1))
  done
  echo "$port"
}
