#!/usr/bin/env bash
# Builds the image by Jib without Docker, writes it as a tar that `docker load` takes, and inspects and runs what is in it.
#
#   src/test/sh/image.sh DIRECTORY-FOR-TOOLS IMAGE.TAR      needs Go, python3, curl, unshare and root
#
# What is built here stands on a base that is put together on this machine, a JDK's own run time and the C library, because
# the published base cannot be fetched everywhere. Everything above the base is the same as in the published image.
set -euo pipefail
cd "$(dirname "$0")/../../.."
tools=$(mkdir -p "$1" && cd "$1" && pwd)
tar=$2
work=$(mktemp -d)
registry=localhost:${PORT:-18367}
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; rm -rf "$work"' EXIT

[ -x "$tools/crane" ] || GOBIN=$tools GOFLAGS=-mod=mod go install github.com/google/go-containerregistry/cmd/crane@v0.22.1

# ---- The base ---------------------------------------------------------------------------------------------------------
base=$work/base
mkdir -p "$base/etc" "$base/tmp" "$base/data" "$base/opt"
chmod 1777 "$base/tmp"
chmod 0700 "$base/data" && chown 10001:10001 "$base/data"
printf 'root:x:0:0:root:/:/sbin/nologin\nregistry:x:10001:10001::/app:/sbin/nologin\n' > "$base/etc/passwd"
printf 'root:x:0:\nregistry:x:10001:\n' > "$base/etc/group"
java=$(dirname "$(dirname "$(readlink -f "$(command -v jlink)")")")
modules=java.base,java.compiler,java.datatransfer,java.desktop,java.instrument,java.logging,java.management,java.naming
modules=$modules,java.net.http,java.prefs,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql
modules=$modules,java.transaction.xa,java.xml,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs
"$java/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$base/opt/java"
find "$base/opt/java" -type f \( -name '*.so' -o -perm -u+x \) -exec ldd {} + 2>/dev/null |
  grep -oE '/[^ )]+' | grep -v "^$base" | grep -E '^/(usr/)?lib' | sort -u | while read -r library; do
    mkdir -p "$base$(dirname "$library")" && cp -L "$library" "$base$library"
  done
tar -C "$base" --sort=name --numeric-owner -cf "$work/base.tar" .

"$tools/crane" registry serve --address "$registry" > "$work/registry.log" 2>&1 &
pids+=($!)
until curl -sf -o /dev/null "http://$registry/v2/"; do kill -0 "${pids[0]}"; sleep 0.1; done
"$tools/crane" append -f "$work/base.tar" -t "$registry/test/base:1" >/dev/null 2>&1
"$tools/crane" mutate --env PATH=/opt/java/bin -t "$registry/test/base:1" "$registry/test/base:1" >/dev/null 2>&1

# ---- The image --------------------------------------------------------------------------------------------------------
./mvnw -B -q -ntp -Dstyle.color=never package -Dkubernetes -DskipTests -Dquarkus.container-image.push=true -Dquarkus.container-image.insecure=true \
  -Dquarkus.container-image.registry="$registry" -Dquarkus.container-image.group=test -Dquarkus.container-image.tag=ci \
  -Dquarkus.jib.base-jvm-image="$registry/test/base:1"
image=$registry/test/device-registry:ci
"$tools/crane" validate --remote "$image"
"$tools/crane" pull "$image" "$tar"
"$tools/crane" config "$image" > "$work/config.json"
python3 src/test/sh/image.py "$tar" "$work/config.json"
ls -l "$tar" | awk '{printf "%s: %.1f MB\n", $NF, $5 / 1e6}'

# ---- The image, running as it says, with its own files only, read-only but for /data and /tmp -----------------------------
root=$work/root
mkdir "$root" "$work/data"
"$tools/crane" export "$image" - | tar -x --numeric-owner --warning=no-unknown-keyword -C "$root"
[ "$(stat -c '%u:%g %a' "$root/data")" = "10001:10001 700" ]
chown 10001:10001 "$work/data"
mkdir -p "$root/proc" "$root/dev"
cat > "$work/run.py" <<'PY'
"""Runs the entry point of an image in its own root, as its user, with its environment and what else is given."""
import json, os, sys
root, config, *more = sys.argv[1:]
image = json.load(open(config))["config"]
os.chroot(root)
os.chdir(image["WorkingDir"])
user, group = map(int, image["User"].split(":"))
os.setgroups([])
os.setgid(group)
os.setuid(user)
environment = dict(pair.split("=", 1) for pair in image["Env"])
environment.update(pair.split("=", 1) for pair in more if "=" in pair)
command = image["Entrypoint"] + [word for word in more if "=" not in word]
os.execvpe(command[0], command, environment)
PY
# The mounts are seen by this one process, and gone with it.
run() {
  exec unshare --mount --propagation private sh -euc '
    mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"
    mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev"
    mount -t tmpfs tmpfs "$1/tmp" && mount --bind "$2/data" "$1/data"
    root=$1 work=$2
    shift 2
    exec python3 "$work/run.py" "$root" "$work/config.json" "$@"' sh "$root" "$work" "$@"
}
port=QUARKUS_HTTP_PORT=18368
run QUARKUS_HTTP_HOST=127.0.0.1 $port > "$work/service.log" 2>&1 &
service=$!
pids+=("$service")
for _ in $(seq 150); do
  (run $port health) > "$work/health.log" 2>&1 && break
  kill -0 "$service" || { cat "$work/service.log"; exit 1; }
  sleep 0.2
done
curl -sf -o /dev/null "http://127.0.0.1:18368/healthz/" || { cat "$work/service.log" "$work/health.log"; exit 1; }
curl -sf -o /dev/null -X POST "http://127.0.0.1:18368/devices/"
start=$(date +%s%N)
(run $port health)
echo "health command: $((($(date +%s%N) - start) / 1000000)) ms"
kill "$service"
status=0
wait "$service" || status=$?
[ "$status" = 143 ] || { cat "$work/service.log"; echo "ended with $status"; exit 1; }
[ -s "$work/data/registry.mv.db" ]
echo "The image serves as its own user on a read-only root, answers its health command, and ends at SIGTERM"
