# shellcheck shell=bash
# What the user reads. All of it goes to standard error: standard output is for results (a folder, a path).

say() {
  printf '%s\n' "$*" >&2
}

# Ends the command with one line that says what to do.
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# logged LOG WHAT COMMAND…: runs COMMAND with its output kept in LOG; a failure shows the end of the log and where it is.
logged() {
  local log=$1 what=$2
  shift 2
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null && return
  tail -n 8 "$log" | sed 's/^/  | /' >&2
  fail "$what failed; read $log, mend the cause it names and run the same command again (what is done is kept)"
}

# await SECONDS WHAT LOG COMMAND…: tries COMMAND until it succeeds.
await() {
  local deadline=$((SECONDS + $1)) what=$2 log=$3
  shift 3
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] ||
      fail "$what took too long; read $log, then run '$PROGRAM down' and '$PROGRAM up' again"
    sleep 0.2
  done
}
