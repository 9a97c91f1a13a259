# shellcheck shell=bash
# The cluster's certificate authority, what it signs, and the kubeconfig files.

PKI=$STATE/pki

make_certificates() {
  [ -f "$PKI/complete" ] && return
  rm -rf "$PKI"
  mkdir -p "$PKI"
  chmod 0700 "$PKI"
  make_authority ca kubernetes-ca
  make_authority front-proxy-ca front-proxy-ca
  sign ca apiserver kube-apiserver '' "$(api_server_names)"
  sign ca apiserver-kubelet-client kube-apiserver-kubelet-client system:masters
  sign front-proxy-ca front-proxy-client front-proxy-client
  sign ca kubelet-server "system:node:$NODE_NAME" system:nodes "DNS:$NODE_NAME,IP:$NODE_IP"
  openssl genrsa -out "$PKI/service-account.key" 2048 2>/dev/null
  openssl rsa -in "$PKI/service-account.key" -pubout -out "$PKI/service-account.pub" 2>/dev/null
  make_user admin kubernetes-admin system:masters
  make_user controller-manager system:kube-controller-manager
  make_user scheduler system:kube-scheduler
  make_user kubelet "system:node:$NODE_NAME" system:nodes
  make_user proxy system:kube-proxy
  make_user coredns system:coredns
  : >"$PKI/complete"
}

api_server_names() {
  local names=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc
  echo "$names,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$NODE_IP,IP:$KUBERNETES_SERVICE_IP"
}

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "$PKI/$1.key"; }

make_authority() { # NAME COMMON_NAME
  new_key "$1"
  openssl req -x509 -new -key "$PKI/$1.key" -sha256 -days 3650 -subj "/CN=$2" -out "$PKI/$1.crt" \
    -config <(printf '[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\nbasicConstraints=critical,CA:TRUE\n') \
    -addext keyUsage=critical,digitalSignature,keyCertSign
}

sign() { # AUTHORITY NAME COMMON_NAME [ORGANIZATION] [ALTERNATIVE_NAMES]
  local extensions='basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth,clientAuth\n'
  new_key "$2"
  openssl req -new -key "$PKI/$2.key" -subj "${4:+/O=$4}/CN=$3" \
    -config <(printf '[req]\ndistinguished_name=dn\n[dn]\n') |
    openssl x509 -req -CA "$PKI/$1.crt" -CAkey "$PKI/$1.key" -set_serial "0x$(openssl rand -hex 16)" -sha256 -days 3650 \
      -extfile <(printf '%b' "$extensions"; [ -z "${5:-}" ] || echo "subjectAltName=$5") \
      -out "$PKI/$2.crt" 2>/dev/null
}

make_user() { # NAME COMMON_NAME [ORGANIZATION]: a client certificate and a kubeconfig
  sign ca "$1" "$2" "${3:-}"
  write_kubeconfig "$STATE/$1.kubeconfig" "https://$NODE_IP:6443" "$1"
}

write_kubeconfig() { # FILE SERVER USER
  (
    umask 077
    jq -n --arg server "$2" --arg user "$3" --arg cluster "$CLUSTER_NAME" --arg ca "$(base64 -w0 "$PKI/ca.crt")" \
      --arg certificate "$(base64 -w0 "$PKI/$3.crt")" --arg key "$(base64 -w0 "$PKI/$3.key")" \
      '{apiVersion: "v1", kind: "Config", "current-context": $cluster,
        clusters: [{name: $cluster, cluster: {server: $server, "certificate-authority-data": $ca}}],
        contexts: [{name: $cluster, context: {cluster: $cluster, user: $user}}],
        users: [{name: $user, user: {"client-certificate-data": $certificate, "client-key-data": $key}}]}' >"$1"
  )
}
