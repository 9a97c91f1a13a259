# shellcheck shell=bash
# Images into the local cluster's containerd.

# load_archive TAR: imports a docker-archive, unless the same image is there under all its names.
load_archive() {
  local tar=$1 missing
  missing=$(missing_tags "$tar") || fail "$tar is not an image archive; give a file made by 'docker save' or 'jib:buildTar'"
  [ -n "$missing" ] || return 0
  say "loading $(basename "$tar") ($(paste -sd' ' <<<"$missing"))"
  logged "$STATE/log/load.log" "loading $tar" with_import_lock ctr_images images import --digests=false "$tar"
  missing=$(missing_tags "$tar")
  [ -z "$missing" ] || fail "containerd did not take over $missing from $tar; read $STATE/log/containerd.log"
}

with_import_lock() {
  (
    flock 8
    "$@"
  ) 8>"$STATE/run/import.lock"
}

missing_tags() {
  local id tag
  id=$(archive_image_id "$1") || return
  archive_tags "$1" | while read -r tag; do
    [ "$(loaded_image_id "$tag")" = "$id" ] || echo "$tag"
  done
}

# loaded_image_id TAG: the digest of the configuration of the image that pods get under this name; nothing if none.
loaded_image_id() {
  local digest
  digest=$(ctr_images images ls "name==$(full_name "$1")" | awk 'NR == 2 { print $3 }')
  [ -n "$digest" ] || return 0
  ctr_images content get "$digest" | jq -r '.config.digest // empty' | sed 's/^sha256://'
}

# The name containerd keeps for what a pod calls TAG.
full_name() {
  case ${1%%/*} in
    "$1") echo "docker.io/library/$1" ;;
    *.* | *:* | localhost) echo "$1" ;;
    *) echo "docker.io/$1" ;;
  esac
}
