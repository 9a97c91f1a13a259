#!/usr/bin/env bash
# A Kubernetes cluster for the end-to-end tests; README.md beside this file says how it works.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
PROGRAM=e2e-tests/cluster/cluster.sh

parts=(say cache packages state archive binaries base-image flink-images network daemons certificates cgroups kernel-settings
  control-plane node load dns provisioner host-access local-up local-down status kind backend)
for part in "${parts[@]}"; do
  # shellcheck source=/dev/null
  . "$HERE/lib/$part.sh"
done

usage() {
  cat <<TEXT
Usage: cluster.sh COMMAND

  up            bring a cluster up (at once when it is up already)
  down          take it down again; nothing of it stays but the cache
  status        what runs and where; exit code 0 when the cluster is ready
  images        make the Flink images (once) and load them
  load TAR…     load images from docker-archive files
  exec CMD…     run a command in the cluster's network, with KUBECONFIG set and kubectl and kustomize on the PATH
  kubeconfig    print the path of a kubeconfig that works from the host
  binaries      build the Kubernetes programs (once) and print their folder; needs no root
  base-image    build a Debian base image with Java 17 (once) and print the path of its tar

Environment: CLUSTER_NAME (flink-operator), FLINK_OPERATOR_CACHE, FLINK_OPERATOR_STATE, FLINK_OPERATOR_E2E_KUBECONFIG,
FLINK_OLD=true (images of every other Flink from 1.14 on too).
TEXT
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
  up | down | status | images | load | kubeconfig | base-image | exec | binaries) run_command "$command" "$@" ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
