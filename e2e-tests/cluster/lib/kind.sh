# shellcheck shell=bash
# The cluster where Docker works: kind, with the official Flink images.

KIND_VERSION=v0.30.0
KIND_KUBECONFIG=$CACHE/kind/$CLUSTER_NAME.kubeconfig
KIND_BASE_IMAGE=eclipse-temurin:17-jre-jammy

docker_works() {
  docker version --format '{{.Server.Version}}' >/dev/null 2>&1
}

# kind from the PATH, or one built from its Go module.
kind() {
  if type -P kind >/dev/null; then
    command kind "$@"
    return
  fi
  local program=$CACHE/kind/$KIND_VERSION/kind
  [ -x "$program" ] || with_lock kind build_kind "$program" || return
  "$program" "$@"
}

build_kind() {
  [ -x "$1" ] && return
  need_go
  say "building kind $KIND_VERSION (about 1 min when cold)"
  logged "$CACHE/logs/build-kind.log" 'building kind' \
    env GOBIN="$(dirname "$1")" GOFLAGS= go install "sigs.k8s.io/kind@$KIND_VERSION"
}

kind_there() {
  kind get clusters 2>/dev/null | grep -Fxq "$CLUSTER_NAME"
}

kind_up() {
  check_cluster_name
  if kind_there; then
    kind export kubeconfig --name "$CLUSTER_NAME" --kubeconfig "$KIND_KUBECONFIG" >/dev/null 2>&1
    say "cluster $CLUSTER_NAME is up"
    return
  fi
  mkdir -p "$(dirname "$KIND_KUBECONFIG")"
  say "creating the kind cluster $CLUSTER_NAME (about 1 min; the first time its node image is fetched)"
  with_lock "cluster-$CLUSTER_NAME" logged "$CACHE/logs/kind-$CLUSTER_NAME.log" 'kind create cluster' \
    kind create cluster --name "$CLUSTER_NAME" --kubeconfig "$KIND_KUBECONFIG" --wait 180s --config "$(kind_config)"
  say "cluster $CLUSTER_NAME is up; kubectl --kubeconfig $KIND_KUBECONFIG"
}

# The API server's audit log is written to a folder of the host's, as in the local cluster.
kind_config() {
  local folder=$CACHE/kind/$CLUSTER_NAME
  mkdir -p "$folder/audit"
  cp "$HERE/manifests/audit-policy.yaml" "$folder/audit-policy.yaml"
  sed "s|@FOLDER@|$folder|g" "$HERE/manifests/kind.yaml" >"$folder/kind.yaml"
  echo "$folder/kind.yaml"
}

kind_down() {
  if ! kind_there; then
    say "cluster $CLUSTER_NAME is not there"
    return
  fi
  kind delete cluster --name "$CLUSTER_NAME" --kubeconfig "$KIND_KUBECONFIG"
  rm -rf "$KIND_KUBECONFIG" "${CACHE:?}/kind/$CLUSTER_NAME"
  say "cluster $CLUSTER_NAME and its containers removed"
}

kind_status() {
  if ! kind_there; then
    echo "cluster $CLUSTER_NAME: not there ('$PROGRAM up' brings it up)"
    return 1
  fi
  echo "cluster     $CLUSTER_NAME, by kind"
  echo "kubeconfig  $KIND_KUBECONFIG"
  echo "audit log   $CACHE/kind/$CLUSTER_NAME/audit/audit.log"
  kind_kubectl get nodes
  kind_kubectl wait --for=condition=Ready nodes --all --timeout=1s >/dev/null
}

kind_kubectl() {
  docker exec "$CLUSTER_NAME-control-plane" kubectl --kubeconfig /etc/kubernetes/admin.conf "$@"
}

kind_load() {
  local tar
  for tar in "$@"; do
    kind load image-archive --name "$CLUSTER_NAME" "$tar"
  done
}

kind_images() {
  local tag
  for tag in "${FLINK_TAGS[@]}"; do
    docker image inspect "$tag" >/dev/null 2>&1 || docker pull --quiet "$tag" >&2 ||
      fail "docker could not pull $tag; see that Docker reaches its registry and run the same command again"
  done
  kind load docker-image --name "$CLUSTER_NAME" "${FLINK_TAGS[@]}"
}

kind_base_image() {
  local tar=$CACHE/kind/base.tar
  mkdir -p "$CACHE/kind"
  if [ ! -f "$tar" ]; then
    docker pull --quiet "$KIND_BASE_IMAGE" >&2 && docker save --output "$tar.partial" "$KIND_BASE_IMAGE" ||
      fail "docker could not pull $KIND_BASE_IMAGE; see that Docker reaches its registry and run the same command again"
    mv "$tar.partial" "$tar"
  fi
  echo "$tar"
}

kind_exec() {
  KUBECONFIG=$KIND_KUBECONFIG "$@"
}
