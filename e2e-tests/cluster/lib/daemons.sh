# shellcheck shell=bash
# The cluster's long-running programs. Each one's process id is recorded with the time it started, so that stopping it can
# never hit another process that got the same id later.

start_time() { # PID: in clock ticks since the machine started; nothing for a process that has ended
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" && $1 != "X" { print $20 }'
}

daemon_pid() { # NAME: the id, if that very process is alive
  local pid started
  read -r pid started 2>/dev/null <"$STATE/pid/$1" || return 1
  [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ] && echo "$pid"
}

# start_daemon NAME COMMAND…: in the cluster's network, unless it runs already; output in log/NAME.log.
start_daemon() {
  local name=$1
  shift
  start_host_daemon "$name" nsenter --net="$NETWORK" "$@"
}

start_host_daemon() {
  local name=$1
  shift
  daemon_pid "$name" >/dev/null && return
  rm -f "$STATE/pid/$name"
  # The shell that records its own id becomes the program, so the id is right even where setsid forks. Descriptor 9 is
  # the lock of the command at work; a daemon must not keep it.
  # shellcheck disable=SC2016
  setsid --fork bash -c '
    stat=$(sed "s/.*) //" "/proc/$$/stat")
    echo "$$ $(cut -d" " -f20 <<<"$stat")" >"$1.new" && mv "$1.new" "$1"
    cd / && exec "${@:2}"' "$name" "$STATE/pid/$name" "$@" >>"$STATE/log/$name.log" 2>&1 </dev/null 9>&-
  await 60 "starting $name" "$STATE/log/$name.log" test -e "$STATE/pid/$name"
}

# stop_daemons NAME…: asks all of them to end, and makes those that take longer than two seconds. What they could still
# write is about to be deleted.
stop_daemons() {
  local name pid deadline=$((SECONDS + 3)) stopped=()
  for name in "$@"; do
    pid=$(daemon_pid "$name") || continue
    stopped+=("$name")
    kill -s TERM "$pid" 2>/dev/null || true
  done
  for name in "$@"; do
    while pid=$(daemon_pid "$name"); do
      [ "$SECONDS" -lt "$deadline" ] || kill -s KILL "$pid" 2>/dev/null || true
      sleep 0.1
    done
    rm -f "$STATE/pid/$name"
  done
  [ ${#stopped[@]} = 0 ] || removed "${stopped[*]}"
}

# await_daemon SECONDS NAME COMMAND…: waits until COMMAND succeeds; at once an error when the daemon has ended.
await_daemon() {
  local deadline=$((SECONDS + $1)) name=$2 log=$STATE/log/$2.log
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ! daemon_pid "$name" >/dev/null; then
      tail -n 5 "$log" | cut -c1-300 | sed 's/^/  | /' >&2
      fail "$name ended while starting; read $log, then run '$PROGRAM down' and '$PROGRAM up' again"
    fi
    [ "$SECONDS" -lt "$deadline" ] ||
      fail "$name is not ready in time; read $log, then run '$PROGRAM down' and '$PROGRAM up' again"
    sleep 0.2
  done
}
