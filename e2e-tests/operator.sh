# shellcheck shell=bash
# Builds this checkout's operator as an image and deploys it. Read by environment.sh and quickstart.sh, which set ROOT.

OPERATOR_TAR=$ROOT/operator/target/flink-operator-image.tar

cluster() { "$ROOT/e2e-tests/cluster/cluster.sh" "$@"; }

# fail_with LOG LINE: the end of a log, where it is, and what to do.
fail_with() {
  tail -n 15 "$1" | sed 's/^/  | /' >&2
  echo "error: $2 (all of it: $1)" >&2
  exit 1
}

build_operator_image() {
  local base log=$ROOT/target/operator-image.log
  mkdir -p "$ROOT/target"
  base=$(cluster base-image)
  mvn --batch-mode --quiet --file "$ROOT/pom.xml" --projects operator --also-make -Dmaven.test.skip=true \
    "-Dimage.base=tar://$base" package jib:buildTar >"$log" 2>&1 </dev/null ||
    fail_with "$log" 'the operator image could not be built; mend what Maven names and run the same command again'
}

load_operator_image() {
  # Someone else's cluster gets the image from the registry its kustomize overlay names.
  [ -n "${FLINK_OPERATOR_E2E_KUBECONFIG:-}" ] || cluster load "$OPERATOR_TAR"
}

# OPERATOR_SETTINGS, NAME=VALUE separated by spaces, as the variables of docs/configuration.md.
operator_settings() {
  local setting
  [ -n "${OPERATOR_SETTINGS:-}" ] || return 0
  cat <<'YAML'
- target: {kind: Deployment, name: flink-operator}
  patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: flink-operator}
    spec:
      template:
        spec:
          containers:
          - name: flink-operator
            env:
YAML
  for setting in $OPERATOR_SETTINGS; do
    printf '            - {name: %s, value: "%s"}\n' "${setting%%=*}" "${setting#*=}"
  done
}

# The pod template carries the image's digest, so that a changed image under the same tag is rolled out and an unchanged
# one is left alone.
deploy_operator() {
  local folder=$ROOT/target/operator log=$ROOT/target/deploy.log
  mkdir -p "$folder"
  cat >"$folder/kustomization.yaml" <<YAML
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [../../kustomize/overlays/cluster-wide]
patches:
- target: {kind: Deployment, name: flink-operator}
  patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: flink-operator}
    spec: {template: {metadata: {annotations: {flinkoperator.dev/image: "$(sha256sum "$OPERATOR_TAR" | cut -c1-16)"}}}}
YAML
  operator_settings >>"$folder/kustomization.yaml"
  {
    cluster exec kustomize build "$folder" | cluster exec kubectl apply --server-side --force-conflicts -f - &&
      cluster exec kubectl --namespace flink-operator rollout status deployment flink-operator --timeout=900s
  } >"$log" 2>&1 ||
    fail_with "$log" "the operator did not start; see why: CLUSTER_NAME=$CLUSTER_NAME e2e-tests/cluster/cluster.sh exec kubectl --namespace flink-operator logs deployment/flink-operator"
}
