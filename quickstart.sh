#!/usr/bin/env bash
# From a clone to a running Flink job on a real Kubernetes. Every step is done only as far as it is needed, so that the
# command can be run again at any time; README.md says what it takes.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$ROOT"
export CLUSTER_NAME=${CLUSTER_NAME:-flink-operator}

. "$ROOT/e2e-tests/operator.sh"

JOB=basic-example
STEPS=5

usage() {
  cat <<TEXT
Usage: ./quickstart.sh [up | ui [PORT] | down]

  up      (default) a cluster, the operator, and examples/basic.yaml running in it
  ui      open the way to the job's Flink UI on http://127.0.0.1:PORT (8081) until Ctrl-C
  down    remove the cluster with all that runs in it
TEXT
}

step() {
  number=$((${number:-0} + 1))
  printf '[%d/%d] %3d s  %s\n' "$number" "$STEPS" "$SECONDS" "$1"
}

fail() {
  printf 'error: %s\n' "$1" >&2
  exit 1
}

kubectl_inside() { cluster exec kubectl "$@"; }

check_tools() {
  command -v java >/dev/null && command -v mvn >/dev/null ||
    fail 'the operator is built with Java 17 and Maven; install them, on Debian: apt-get install openjdk-17-jdk-headless maven'
  java -version 2>&1 | grep -Eq 'version "(1[7-9]|[2-9][0-9])' ||
    fail 'the operator needs Java 17 or newer; install it (Debian: openjdk-17-jdk-headless) and put it first on the PATH'
}

up() {
  check_tools
  step 'a Kubernetes cluster'
  cluster up
  step 'Flink images'
  cluster images
  step 'the operator, built from this checkout'
  build_operator_image
  load_operator_image
  step 'the operator, deployed by kustomize'
  deploy_operator
  prepare_namespace
  step "examples/basic.yaml, until its job runs"
  run_example
  show
}

# A namespace needs a service account that lets Flink start its own pods: the kustomize component `tenant`.
prepare_namespace() {
  local folder=target/quickstart
  mkdir -p "$folder"
  cat >"$folder/kustomization.yaml" <<'YAML'
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: default
components: [../../kustomize/components/tenant]
YAML
  cluster exec kustomize build "$ROOT/$folder" |
    kubectl_inside apply --server-side -f - >target/tenant.log 2>&1 ||
    fail_with target/tenant.log 'the service account for Flink could not be made; mend what kubectl names and run ./quickstart.sh again'
}

run_example() {
  kubectl_inside apply --server-side -f "$ROOT/examples/basic.yaml" >/dev/null ||
    fail 'examples/basic.yaml was refused, for the reason above; mend it and run ./quickstart.sh again'
  kubectl_inside wait --for=condition=Ready --timeout=300s "flinkdeployment/$JOB" >/dev/null || {
    kubectl_inside get flinkdeployment "$JOB" -o jsonpath='{range .status.conditions[*]}{.type}={.status} {.reason}: {.message}{"\n"}{end}' >&2 || true
    fail "$JOB did not become Ready in 5 minutes; its conditions are above, its events here: e2e-tests/cluster/cluster.sh exec kubectl describe flinkdep $JOB"
  }
}

show() {
  local proxy=/api/v1/namespaces/default/services/http:$JOB-rest:8081/proxy
  printf '\nIt runs, %d s after the start. What Kubernetes says:\n\n' "$SECONDS"
  kubectl_inside get flinkdep
  printf '\nWhat Flink says (its REST API, /jobs/overview):\n\n'
  kubectl_inside get --raw "$proxy/jobs/overview"
  cat <<TEXT


Next:
  ./quickstart.sh ui           Flink's UI on http://127.0.0.1:8081
  kubectl by hand              export KUBECONFIG=$(cluster kubeconfig)
                               or: e2e-tests/cluster/cluster.sh exec kubectl describe flinkdep $JOB
  change something             edit examples/basic.yaml and run ./quickstart.sh again
  ./quickstart.sh down         removes the cluster and all that runs in it
TEXT
}

ui() {
  local port=${1:-8081} kubectl
  kubectl=$(type -P kubectl) || kubectl=$(cluster binaries)/kubectl
  echo "Flink's UI is on http://127.0.0.1:$port until Ctrl-C"
  exec "$kubectl" --kubeconfig "$(cluster kubeconfig)" --namespace default port-forward --address 127.0.0.1 \
    "service/$JOB-rest" "$port:8081" >/dev/null
}

case ${1:-up} in
  up) up ;;
  ui) ui "${2:-}" ;;
  down) cluster down ;;
  -h | --help | help) usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
