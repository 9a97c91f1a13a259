#!/usr/bin/env bash
# Measures what the operator costs; docs/performance.md says what that means.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

usage() {
  cat <<TEXT
Usage: measure.sh [--count N] [--rest-seconds N] [--jvm-flags 'FLAG…'] [--write] [--keep]

  --count N          FlinkDeployments (300)
  --rest-seconds N   how long to watch the operator while nothing happens (120)
  --jvm-flags        further flags for the operator's JVM, for experiments
  --write            put the figures into docs/performance.md
  --keep             keep logs, audit log and reports, and say where; otherwise only the tables are printed

Needs Linux, Java 17, Maven and Go (or a cache with the Kubernetes programs); no Docker, no root. Ends with 1 if a bar is missed.
TEXT
}

arguments=()
keep=
while [ $# -gt 0 ]; do
  case $1 in
    --count | --rest-seconds | --jvm-flags)
      [ $# -ge 2 ] || { echo "error: $1 needs a value" >&2; exit 2; }
      arguments+=("$1" "$2")
      shift 2
      ;;
    --write)
      arguments+=(--page "$ROOT/docs/performance.md")
      shift
      ;;
    --keep)
      keep=yes
      shift
      ;;
    -h | --help)
      usage
      exit
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
done

binaries=$("$ROOT/e2e-tests/cluster/cluster.sh" binaries)
echo 'cost: building' >&2
mvn --batch-mode --quiet --file "$ROOT/pom.xml" --projects operator,e2e-tests --also-make -DskipTests test-compile \
  dependency:build-classpath -Dmdep.outputFile=target/test.classpath -DincludeScope=test >&2

dir=$(mktemp -d "${TMPDIR:-/tmp}/flink-operator-cost.XXXXXX")
finish() {
  if [ -n "$keep" ]; then
    rm -rf "$dir/etcd"
    echo "cost: logs and reports are in $dir" >&2
  else
    rm -rf "$dir"
  fi
}
trap finish EXIT

java -Xmx1g -XX:+UseSerialGC -cp "$ROOT/e2e-tests/target/test-classes:$(cat "$ROOT/e2e-tests/target/test.classpath")" \
  dev.flinkoperator.cost.MeasureCost --root "$ROOT" --binaries "$binaries" --dir "$dir" "${arguments[@]}"
