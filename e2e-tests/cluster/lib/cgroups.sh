# shellcheck shell=bash
# The control group below which a cluster's kubelet puts its pods. A kubelet removes pod groups it doesn't know, so
# clusters must not share one.

cgroup_roots() {
  if [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ]; then
    echo /sys/fs/cgroup
  else
    find /sys/fs/cgroup -mindepth 1 -maxdepth 1 -type d
  fi
}

make_cgroups() {
  local root
  enable_controllers
  while read -r root; do
    mkdir -p "$root/$CGROUP"
    # Version 1 only: a new cpuset is empty until told.
    if [ -f "$root/$CGROUP/cpuset.cpus" ] && [ "$root" != /sys/fs/cgroup ]; then
      cat "$root/cpuset.cpus" >"$root/$CGROUP/cpuset.cpus"
      cat "$root/cpuset.mems" >"$root/$CGROUP/cpuset.mems"
    fi
  done < <(cgroup_roots)
}

# Version 2 only: a group has the controllers that its parent hands down, and the kubelet wants these.
enable_controllers() {
  local controller hierarchy=/sys/fs/cgroup
  [ -f "$hierarchy/cgroup.subtree_control" ] || return 0
  for controller in cpu cpuset memory pids; do
    echo "+$controller" >"$hierarchy/cgroup.subtree_control" || say "the cgroup controller $controller cannot be turned on"
  done
}

remove_cgroups() {
  local root found=
  while read -r root; do
    [ -d "$root/$CGROUP" ] || continue
    found=1
    find "$root/$CGROUP" -depth -type d -exec rmdir {} \; 2>/dev/null || true
  done < <(cgroup_roots)
  [ -z "$found" ] || removed 'control groups'
}

# kill_cgroups: ends every process that is still in one of the cluster's groups.
kill_cgroups() {
  local root
  while read -r root; do
    [ -d "$root/$CGROUP" ] || continue
    find "$root/$CGROUP" -name cgroup.procs -exec cat {} + 2>/dev/null
  done < <(cgroup_roots) | sort -u | xargs --no-run-if-empty kill -s KILL 2>/dev/null || true
}
