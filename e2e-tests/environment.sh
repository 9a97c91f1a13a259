#!/usr/bin/env bash
# What the end-to-end tests need: a cluster with the Flink images, their job, and this checkout's operator deployed in it by
# kustomize. `mvn -B verify` calls it before and after them; by hand it serves for running single tests from an IDE.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$HERE")
TARGET=$HERE/target
export CLUSTER_NAME=${CLUSTER_NAME:-flink-operator-e2e}

. "$HERE/operator.sh"

usage() {
  cat <<TEXT
Usage: environment.sh up | down

  up      bring up the cluster and the operator, and write target/environment.properties for the tests
  down    take the cluster down again, unless E2E_KEEP=1

Environment: CLUSTER_NAME ($CLUSTER_NAME), E2E_KEEP, FLINK_OPERATOR_E2E_KUBECONFIG (use this cluster instead).
TEXT
}

check_means() {
  if [ -n "${FLINK_OPERATOR_E2E_KUBECONFIG:-}" ] || docker version >/dev/null 2>&1; then return; fi
  if [ "$(uname -s)" = Linux ] && [ "$(id -u)" = 0 ]; then return; fi
  echo "error: the end-to-end tests have no means for a cluster: start Docker, be root on Linux, name one with" \
    "FLINK_OPERATOR_E2E_KUBECONFIG, or leave them out with mvn -B verify -DskipE2e" >&2
  exit 1
}

up() {
  check_means
  mkdir -p "$TARGET"
  cluster up
  cluster images
  build_job
  build_operator_image
  load_operator_image
  # The server of JarHost.java: a host in a private network, and without certificates.
  local jars=KUBERNETES_OPERATOR_USER_ARTIFACTS
  OPERATOR_SETTINGS="${jars}_ALLOWED_SCHEMES=https,http ${jars}_PRIVATE_HOSTS=jars.e2e-jars.svc" deploy_operator
  describe
}

# `mvn verify` has built it by now; who calls this by hand may have an old one or none.
build_job() {
  local jar=$HERE/job/target/journey-job.jar log=$TARGET/job.log
  [ -f "$jar" ] && [ -z "$(find "$HERE/job/src" "$HERE/job/pom.xml" -newer "$jar" -print -quit)" ] && return
  mvn --batch-mode --quiet --file "$ROOT/pom.xml" --projects e2e-tests/job package >"$log" 2>&1 </dev/null ||
    fail_with "$log" "the tests' job could not be built; mend what Maven names and run the same command again"
}

# A namespace's tenant objects are built once; the tests put them into each of their namespaces.
describe() {
  local kubectl=$TARGET/kubectl
  mkdir -p "$TARGET/tenant"
  cat >"$TARGET/tenant/kustomization.yaml" <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
components: [../../../kustomize/components/tenant]
YAML
  cluster exec kubectl kustomize "$TARGET/tenant" >"$TARGET/tenant.yaml"
  printf '#!/bin/sh\nCLUSTER_NAME=%s exec "%s" exec kubectl "$@"\n' "$CLUSTER_NAME" "$HERE/cluster/cluster.sh" >"$kubectl"
  chmod +x "$kubectl"
  # A copy: the client reads it again now and then, and must not meet it half written.
  cp "$(cluster kubeconfig)" "$TARGET/kubeconfig"
  cat >"$TARGET/environment.properties" <<TEXT
kubeconfig=$TARGET/kubeconfig
kubectl=$kubectl
tenant=$TARGET/tenant.yaml
auditLog=$(cluster status | sed -n 's/^audit log *//p')
TEXT
  # Only the local cluster's network can be entered from here.
  if cluster status | grep -q 'in its own network namespace'; then
    printf '#!/bin/sh\nCLUSTER_NAME=%s exec "%s" exec "$@"\n' "$CLUSTER_NAME" "$HERE/cluster/cluster.sh" >"$TARGET/inside"
    chmod +x "$TARGET/inside"
    echo "network=$TARGET/inside" >>"$TARGET/environment.properties"
  fi
}

down() {
  if [ "${E2E_KEEP:-}" = 1 ]; then
    echo "the cluster $CLUSTER_NAME stays up; take it down with: CLUSTER_NAME=$CLUSTER_NAME e2e-tests/cluster/cluster.sh down"
  else
    cluster down
  fi
}

case ${1:-} in
  up | down) "$1" ;;
  *)
    usage >&2
    exit 2
    ;;
esac
