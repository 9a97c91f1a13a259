# shellcheck shell=bash
# etcd, the API server, the controllers and the scheduler, with what a normal cluster turns on.

KUBECONFIG_INSIDE=$STATE/admin.kubeconfig

start_control_plane() {
  local bin
  bin=$(binaries_dir)
  start_etcd "$bin"
  start_api_server "$bin"
  # Ready means that the built-in roles exist, without which the controllers end at once.
  await_daemon 300 kube-apiserver kubectl_inside get --raw /readyz
  start_controllers "$bin"
}

kubectl_inside() {
  in_network "$(binaries_dir)/kubectl" --kubeconfig "$KUBECONFIG_INSIDE" "$@"
}

start_etcd() {
  # Losing data in a power cut is no loss here; waiting for the disk is.
  start_daemon etcd "$1/etcd" --name "$NODE_NAME" --data-dir "$STATE/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
    --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 \
    --initial-cluster "$NODE_NAME=http://127.0.0.1:2380"
}

start_api_server() {
  # shellcheck disable=SC2054
  local flags=(
    --etcd-servers=http://127.0.0.1:2379
    --bind-address=0.0.0.0 --secure-port=6443 --advertise-address="$NODE_IP"
    --service-cluster-ip-range="$SERVICE_CIDR"
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --allow-privileged=true
    --cert-dir="$STATE/run/kubernetes" --client-ca-file="$PKI/ca.crt"
    --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key"
    --kubelet-certificate-authority="$PKI/ca.crt"
    --kubelet-client-certificate="$PKI/apiserver-kubelet-client.crt"
    --kubelet-client-key="$PKI/apiserver-kubelet-client.key"
    # By default it would look the node's name up in DNS for logs and exec.
    --kubelet-preferred-address-types=InternalIP
    --service-account-issuer=https://kubernetes.default.svc.cluster.local
    --service-account-signing-key-file="$PKI/service-account.key"
    --service-account-key-file="$PKI/service-account.pub"
    --requestheader-client-ca-file="$PKI/front-proxy-ca.crt" --requestheader-allowed-names=front-proxy-client
    --requestheader-username-headers=X-Remote-User --requestheader-group-headers=X-Remote-Group
    --requestheader-extra-headers-prefix=X-Remote-Extra-
    --proxy-client-cert-file="$PKI/front-proxy-client.crt" --proxy-client-key-file="$PKI/front-proxy-client.key"
    --audit-policy-file="$HERE/manifests/audit-policy.yaml" --audit-log-path="$AUDIT_LOG"
    --audit-log-maxsize=500 --audit-log-maxbackup=2
  )
  start_daemon kube-apiserver "$1/kube-apiserver" "${flags[@]}"
}

start_controllers() {
  start_daemon kube-controller-manager "$1/kube-controller-manager" \
    --kubeconfig="$STATE/controller-manager.kubeconfig" --bind-address=127.0.0.1 \
    --authentication-kubeconfig="$STATE/controller-manager.kubeconfig" \
    --authorization-kubeconfig="$STATE/controller-manager.kubeconfig" \
    --use-service-account-credentials=true --service-account-private-key-file="$PKI/service-account.key" \
    --root-ca-file="$PKI/ca.crt" --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" \
    --controllers='*,bootstrapsigner,tokencleaner' --leader-elect=false --cert-dir="$STATE/run/kubernetes" \
    --flex-volume-plugin-dir="$STATE/kubelet/volume-plugins"
  start_daemon kube-scheduler "$1/kube-scheduler" \
    --kubeconfig="$STATE/scheduler.kubeconfig" --bind-address=127.0.0.1 --leader-elect=false \
    --authentication-kubeconfig="$STATE/scheduler.kubeconfig" \
    --authorization-kubeconfig="$STATE/scheduler.kubeconfig" --cert-dir="$STATE/run/kubernetes"
}
