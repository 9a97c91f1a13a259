# shellcheck shell=bash
# The folder outside the checkout where everything that takes long to make is kept, each thing under a key made of what
# went into it, so that a changed recipe never meets an old result.

CACHE=${FLINK_OPERATOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/flink-operator}

# key_of FILE… [-- WORD…]: sixteen hex digits that change with the content of any file or with any word.
key_of() {
  {
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
      cat -- "$1"
      shift
    done
    printf '%s\n' "$@"
  } | sha256sum | cut -c1-16
}

# with_lock NAME COMMAND…: one process at a time; a second one waits and then finds the work done.
with_lock() {
  local lock=$CACHE/locks/$1
  shift
  mkdir -p "$CACHE/locks"
  (
    if ! flock --nonblock 9; then
      say "waiting for another process that is at the same work ($lock)"
      flock 9
    fi
    "$@"
  ) 9>"$lock"
}
