# shellcheck shell=bash
# Images as docker-archive files: a manifest, a configuration and one tar a layer. containerd, kind and Jib read them.

# layer_of DIR TAR: packs a folder; the same content gives the same bytes.
layer_of() {
  tar --create --file "$2" --directory "$1" --sort=name --mtime=@0 --numeric-owner .
}

# image_archive OUTPUT CONFIG_FILTER TAGS LAYER…: CONFIG_FILTER is a jq filter that fills in the container's
# configuration (.config), TAGS a JSON list. The layers are named by their digest, so images that share one store it once.
image_archive() {
  local output=$1 filter=$2 tags=$3 work layer digest names=() diffs=()
  shift 3
  work=$(mktemp -d "$(dirname "$output")/.archive.XXXXXX")
  for layer in "$@"; do
    digest=$(sha256sum "$layer" | cut -d' ' -f1)
    ln -f "$layer" "$work/$digest.tar"
    names+=("$digest.tar")
    diffs+=("sha256:$digest")
  done
  jq -n --arg architecture "$(go_architecture)" \
    '{created: "1970-01-01T00:00:00Z", architecture: $architecture, os: "linux", config: {},
      rootfs: {type: "layers", diff_ids: $ARGS.positional}} | '"$filter" --args "${diffs[@]}" >"$work/config.json"
  jq -n --argjson tags "$tags" '[{Config: "config.json", RepoTags: $tags, Layers: $ARGS.positional}]' \
    --args "${names[@]}" >"$work/manifest.json"
  # The two small files come first, so that who asks what is inside need not read it all.
  tar --create --file "$output.partial" --directory "$work" --mtime=@0 --owner=0 --group=0 --numeric-owner \
    manifest.json config.json "${names[@]}"
  mv "$output.partial" "$output"
  rm -r "$work"
}

archive_member() { # TAR NAME
  tar --extract --to-stdout --occurrence=1 --file "$1" "$2" 2>/dev/null
}

archive_tags() { # TAR
  archive_member "$1" manifest.json | jq -r '.[].RepoTags[]?'
}

# archive_image_id TAR: the digest of its configuration, by which every container runtime knows the image.
archive_image_id() {
  archive_member "$1" "$(archive_member "$1" manifest.json | jq -r '.[0].Config')" | sha256sum | cut -d' ' -f1
}
