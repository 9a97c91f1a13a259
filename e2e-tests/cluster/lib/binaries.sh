# shellcheck shell=bash
# Kubernetes, etcd, CoreDNS and Kustomize, built from the Go modules that tools/go.mod pins.

TOOLS=$HERE/tools

module_version() { # MODULE: its version in tools/go.mod, with the v
  awk -v module="$1" '$1 == module { print $2; exit }' "$TOOLS/go.mod"
}

KUBERNETES_VERSION=$(module_version k8s.io/kubernetes)

# In this order, so that what needs no more than an API server can start early.
BINARIES=(
  'etcd go.etcd.io/etcd/server/v3'
  'kubectl k8s.io/kubernetes/cmd/kubectl'
  'kube-apiserver k8s.io/kubernetes/cmd/kube-apiserver'
  'kustomize sigs.k8s.io/kustomize/kustomize/v5'
  'kube-controller-manager k8s.io/kubernetes/cmd/kube-controller-manager'
  'kube-scheduler k8s.io/kubernetes/cmd/kube-scheduler'
  'kubelet k8s.io/kubernetes/cmd/kubelet'
  'kube-proxy k8s.io/kubernetes/cmd/kube-proxy'
  'coredns github.com/coredns/coredns'
  'pause ./pause'
)

# The folder has the form kube-api-test of fabric8 looks for: TEST_DIR/k8s/VERSION-OS-ARCHITECTURE.
binaries_dir() {
  local key
  key=$(key_of "$TOOLS"/{go.mod,go.sum,tools.go,pause/main.go} -- "$(declare -f go_build version_flags)")
  echo "$CACHE/kubernetes-$key/k8s/${KUBERNETES_VERSION#v}-linux-$(go_architecture)"
}

go_architecture() {
  case $(uname -m) in
    aarch64) echo arm64 ;;
    *) echo amd64 ;;
  esac
}

# need_binaries: makes those that are absent.
need_binaries() {
  [ -z "$(absent_binaries)" ] && return
  need_go
  with_lock binaries build_binaries
}

absent_binaries() {
  local entry dir
  dir=$(binaries_dir)
  for entry in "${BINARIES[@]}"; do
    [ -x "$dir/${entry%% *}" ] || echo "${entry%% *}"
  done
}

need_go() {
  local version
  version=$(go env GOVERSION 2>/dev/null) || fail 'building Kubernetes needs Go 1.24 or newer: install it and put go on the PATH'
  case $version in
    go1.[0-9] | go1.[0-9].* | go1.1[0-9]* | go1.20*)
      fail "building Kubernetes needs Go 1.24 or newer, found $version: install a newer one and put it first on the PATH" ;;
  esac
}

build_binaries() {
  local entry name dir number=0
  dir=$(binaries_dir)
  mkdir -p "$dir"
  for entry in "${BINARIES[@]}"; do
    name=${entry%% *}
    number=$((number + 1))
    [ -x "$dir/$name" ] && continue
    say "building $name … $number of ${#BINARIES[@]} (all together about 10 min on 2 cores when cold)"
    logged "$CACHE/logs/build-$name.log" "building $name" go_build "$TOOLS" "$dir/.$name" "${entry#* }"
    mv "$dir/.$name" "$dir/$name"
  done
}

# go_build MODULE_DIR OUTPUT PACKAGE: low priority, as it can take minutes on a machine that does other things too.
go_build() (
  cd "$1" || return
  CGO_ENABLED=0 GOFLAGS='' GOWORK=off nice -n 10 \
    go build -trimpath -buildvcs=false -mod=readonly -ldflags "$(version_flags)" -o "$2" "$3"
)

# Without these the programs call themselves v0.0.0-master.
version_flags() {
  local package flags='-s -w' minor=${KUBERNETES_VERSION#v1.}
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=$KUBERNETES_VERSION -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
    flags+=" -X $package.gitTreeState=clean"
  done
  flags+=" -X sigs.k8s.io/kustomize/api/provenance.version=$(module_version sigs.k8s.io/kustomize/kustomize/v5)"
  echo "$flags"
}
