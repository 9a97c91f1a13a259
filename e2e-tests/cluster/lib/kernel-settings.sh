# shellcheck shell=bash
# The kubelet sets a few kernel settings for the whole machine. The first cluster keeps what they were, and the last one
# to go puts them back.

KERNEL_SETTINGS=$(dirname "$STATE")/kernel-settings

save_kernel_settings() {
  [ -f "$KERNEL_SETTINGS" ] ||
    sysctl vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops >"$KERNEL_SETTINGS"
}

restore_kernel_settings() {
  local others
  others=$(find "$(dirname "$STATE")" -mindepth 1 -maxdepth 1 -type d)
  [ -z "$others" ] && [ -f "$KERNEL_SETTINGS" ] || return 0
  sysctl --quiet --load="$KERNEL_SETTINGS" || true
  rm -f "$KERNEL_SETTINGS"
  rmdir "$(dirname "$STATE")" 2>/dev/null || true
}
