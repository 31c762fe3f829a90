#!/bin/sh
# Prints what the packaged service takes: its size, the time from its start to its first answer, its resident memory at
# rest and under load, and how many requests a second it answers to a curl that shares the processors with it.
#
#   src/test/sh/startup.sh [FLAG ...]             the jar, for example -Xmx96m -XX:TieredStopAtLevel=1
#   src/test/sh/startup.sh --native [FLAG ...]    the native executable, for example -Xmx96m
#
# The jar is started with its class archive if `./mvnw verify` has written one; ARCHIVE=no starts it without.
set -eu

target=$(cd "$(dirname "$0")/../../../target" && pwd)
work=$(mktemp -d)
port=${PORT:-18366}
starts=${STARTS:-5}
requests=${REQUESTS:-20000}
url=http://127.0.0.1:$port
json='Content-Type: application/json'
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT

kind=jar
if [ "${1:-}" = --native ]; then
  kind=native
  shift
fi
if [ $kind = native ]; then
  artifact=$(ls "$target"/*-runner)
  set -- "$artifact" "$@"
else
  artifact=$target/quarkus-app
  archive=$artifact/classes.jsa
  if [ "${ARCHIVE:-yes}" = yes ] && [ -e "$archive" ]; then
    kind='jar with class archive'
    set -- "-XX:SharedArchiveFile=$archive" "$@"
  fi
  set -- java "$@"
fi
set -- "$@" -Dquarkus.http.host=127.0.0.1 "-Dquarkus.http.port=$port" "-Dregistry.storage.path=$work/data"
[ "$kind" = native ] || set -- "$@" -jar "$artifact/quarkus-run.jar"

# Leaves the process id in $pid and the milliseconds in $took.
start() {
  begin=$(date +%s%N)
  "$@" > "$work/log" 2>&1 &
  pid=$!
  until curl -s -o /dev/null "$url/healthz/"; do
    kill -0 "$pid" || { cat "$work/log"; exit 1; }
    sleep 0.005
  done
  took=$((($(date +%s%N) - begin) / 1000000))
}

stop() {
  kill "$pid"
  wait "$pid" || true
  pid=
}

resident() { awk '/^VmRSS:/ {printf "%d MB", $2 / 1024}' "/proc/$pid/status"; }

echo "$kind $(du -sm "$artifact" | cut -f1) MB on disk"

# The first start makes the store and warms the files; the others are measured.
start "$@"
stop
for _ in $(seq "$starts"); do
  start "$@"
  echo "$took" >> "$work/times"
  stop
done
sort -n "$work/times" | awk -v kind="$kind" '{t[NR] = $1} END {
  print kind, "first answer after", t[int((NR + 1) / 2)], "ms, the median of", NR, "starts from", t[1], "to", t[NR], "ms"}'

start "$@"
sleep 5
echo "$kind $(resident) resident at rest"

password=$(cat "$work/data/admin-password")
token=$(curl -s "$url/auth/login" -H "$json" -d '{"username":"admin","password":"'"$password"'"}' \
  | sed 's/.*"token":"\([^"]*\)".*/\1/')
device=$(curl -s "$url/devices/" -H "Authorization: Bearer $token" -H "$json" -d '{"user-meta":{"room":"cellar"}}' \
  | sed 's/^{"id":"\([0-9a-f]*\)".*/\1/')
# Two rounds of reading a device: the first warms the service. What follows the # stays in curl.
for _ in warm measured; do
  begin=$(date +%s%N)
  curl -f --parallel --parallel-max 16 -o /dev/null -H "Authorization: Bearer $token" \
    "$url/devices/$device#[1-$requests]" 2> "$work/curl.log" || { cat "$work/curl.log"; exit 1; }
  took=$((($(date +%s%N) - begin) / 1000000))
done
echo "$kind $(resident) resident after $((2 * requests)) requests"
echo "$kind $((requests * 1000 / took)) requests a second"
