#!/bin/sh
# Prints the time from the start of the packaged service to its first answer, and its resident memory at rest.
#
#   src/test/sh/startup.sh [JVM FLAG ...]      for example -Xmx96m -XX:TieredStopAtLevel=1
set -eu

jar=$(dirname "$0")/../../../target/quarkus-app/quarkus-run.jar
work=$(mktemp -d)
port=${PORT:-18366}
url=http://127.0.0.1:$port/healthz/
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT

# The first start makes the store and warms the files; the second is measured.
for run in warm measured; do
  start=$(date +%s%N)
  java "$@" -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port="$port" -Dregistry.storage.path="$work/data" \
    -jar "$jar" > "$work/log" 2>&1 &
  pid=$!
  until curl -s -o /dev/null "$url"; do
    kill -0 "$pid" || { cat "$work/log"; exit 1; }
    sleep 0.02
  done
  end=$(date +%s%N)
  if [ "$run" = measured ]; then
    sleep 5
    echo "first answer after $(((end - start) / 1000000)) ms"
    sed -n 's/^VmRSS:[[:space:]]*/resident /p' "/proc/$pid/status"
  fi
  kill "$pid"
  wait "$pid" || true
done
