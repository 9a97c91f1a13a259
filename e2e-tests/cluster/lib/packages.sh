# shellcheck shell=bash
# Debian packages the local cluster needs.

# need_packages WHY PACKAGE…: installs those that are absent, and says so.
need_packages() {
  local why=$1 package absent=()
  shift
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || absent+=("$package")
  done
  [ ${#absent[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    fail "$why needs the Debian packages ${absent[*]}; this system has no apt-get: install their equals, or use Docker"
  [ "$(id -u)" = 0 ] || fail "$why needs Debian packages; run as root: apt-get install ${absent[*]}"
  say "installing the Debian packages ${absent[*]} (for $why)"
  with_lock apt install_packages "${absent[@]}"
}

install_packages() {
  local log=$CACHE/logs/apt.log
  export DEBIAN_FRONTEND=noninteractive
  logged "$log" 'apt-get update' apt-get update -q
  logged "$log" "apt-get install $*" apt-get install -q -y --no-install-recommends "$@"
}
