# shellcheck shell=bash
# Volumes: local-path-provisioner serves the default StorageClass from a folder of the cluster's.

PROVISIONER=$HERE/provisioner
PROVISIONER_IMAGE=flink-operator-e2e/local-path-provisioner:v0.0.30

provisioner_archive() {
  echo "$CACHE/provisioner-$(key_of "$PROVISIONER"/{go.mod,go.sum} -- "$(declare -f build_provisioner go_build)")/image.tar"
}

need_provisioner_image() {
  [ -f "$(provisioner_archive)" ] && return
  need_packages 'the volume provisioner' busybox-static jq
  need_go
  with_lock provisioner build_provisioner
}

# The image also serves the provisioner's helper pods, which want a shell and mkdir: busybox.
build_provisioner() {
  local output work applet
  output=$(provisioner_archive)
  [ -f "$output" ] && return
  work=$(dirname "$output")
  mkdir -p "$work/root/bin" "$work/root/tmp"
  say 'building the volume provisioner (about 2 min when cold)'
  logged "$CACHE/logs/build-provisioner.log" 'building the volume provisioner' \
    go_build "$PROVISIONER" "$work/root/bin/local-path-provisioner" github.com/rancher/local-path-provisioner
  cp /bin/busybox "$work/root/bin/busybox"
  for applet in sh mkdir rm cat echo; do
    ln -sf busybox "$work/root/bin/$applet"
  done
  layer_of "$work/root" "$work/layer.tar"
  image_archive "$output" '.config = {Env: ["PATH=/bin"], Entrypoint: ["local-path-provisioner"]}' \
    "[\"$PROVISIONER_IMAGE\"]" "$work/layer.tar"
  rm -rf "$work/root"
}

install_provisioner() {
  load_archive "$(provisioner_archive)"
  mkdir -p "$STATE/volumes"
  sed -e "s|@IMAGE@|$PROVISIONER_IMAGE|g" -e "s|@FOLDER@|$STATE/volumes|g" "$HERE/manifests/provisioner.yaml" |
    kubectl_inside apply --server-side --force-conflicts -f - >>"$STATE/log/up.log" 2>&1 ||
    fail "the volume provisioner was not accepted; read $STATE/log/up.log"
}
