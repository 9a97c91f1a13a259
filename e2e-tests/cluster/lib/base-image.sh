# shellcheck shell=bash
# A small Debian with a Java 17 runtime: the lowest layer of the Flink images, and a local base image for Jib.

BASE_PACKAGES=openjdk-17-jre-headless,ca-certificates,gettext-base,libjemalloc2,procps

base_dir() {
  local recipe
  recipe=$(declare -f build_base_image trim_base base_config layer_of image_archive)
  echo "$CACHE/base-$(key_of -- "$BASE_PACKAGES" "$recipe")"
}

base_layer() { echo "$(base_dir)/layer.tar"; }
base_archive() { echo "$(base_dir)/base.tar"; }

need_base_image() {
  [ -f "$(base_archive)" ] && return
  [ "$(id -u)" = 0 ] || fail 'building the base image needs root (debootstrap); run as root, or install Docker'
  need_packages 'the base image' debootstrap jq
  with_lock base build_base_image
}

build_base_image() {
  local dir root
  dir=$(base_dir)
  [ -f "$(base_archive)" ] && return
  mkdir -p "$dir"
  root=$dir/root
  rm -rf "$root"
  say 'building the base image: Debian and a Java 17 runtime (about 2 min)'
  logged "$CACHE/logs/debootstrap.log" 'debootstrap' nice -n 10 \
    debootstrap --variant=minbase --include="$BASE_PACKAGES" bookworm "$root"
  trim_base "$root"
  layer_of "$root" "$dir/layer.tar.partial"
  mv "$dir/layer.tar.partial" "$(base_layer)"
  rm -rf "$root"
  image_archive "$(base_archive)" "$(base_config)" '["flink-operator-e2e/java-base:17"]' "$(base_layer)"
}

# What a container never reads, and what differs from one build to the next.
trim_base() {
  local root=$1
  rm -rf "$root"/usr/share/{doc,man,info,locale,lintian} "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* \
    "$root"/var/cache/debconf/*-old "$root"/var/log/* "$root"/debootstrap "$root"/etc/{machine-id,resolv.conf,hostname}
  : >"$root/etc/machine-id"
  find "$root/dev" -mindepth 1 -delete
}

java_home() { echo "/usr/lib/jvm/java-17-openjdk-$(go_architecture)"; }

base_config() {
  cat <<JQ
.config = {Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
  "JAVA_HOME=$(java_home)"], Cmd: ["bash"]}
JQ
}
