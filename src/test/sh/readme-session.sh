#!/bin/sh
# Runs the session of README.md against the registry at $REGISTRY (default http://localhost:12365), line by line as it
# stands there, and fails with the first answer that is not 2xx, also inside a pipe.
#
#   src/test/sh/readme-session.sh [README.md]
set -eu

readme=${1:-$(dirname "$0")/../../../README.md}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The fenced block that follows each mark.
awk '/^<!-- session -->$/ { marked = 1; next }
   marked && /^```sh$/ { inside = 1; marked = 0; next }
   /^```$/ { inside = 0 }
   inside' "$readme" > "$work/session"

lines=$(grep -c . "$work/session" || true)
if [ "$lines" -lt 10 ]; then
  echo "only $lines marked lines in $readme: are the marks gone?" >&2
  exit 1
fi

# A curl that remembers in a file that it failed, because a pipe and $(...) forget it.
cat > "$work/run" <<'SETUP'
set -eu
curl() {
  command curl --fail-with-body --show-error --max-time 30 "$@" || { echo "curl failed" >> "$FAILED"; return 1; }
}
SETUP

# After each line: was every answer a good one, and is every variable that the line set filled?
while IFS= read -r line; do
  [ -n "$line" ] || continue
  quoted=$(printf '%s' "$line" | sed "s/'/'\\\\''/g")
  printf "printf '%%s\\\\n' '+ %s'\n%s\n" "$quoted" "$line"
  name=$(printf '%s\n' "$line" | sed -n 's/^\([A-Z_]*\)=.*/\1/p')
  [ -z "$name" ] || printf ': "${%s:?is empty after this line}"\n' "$name"
  printf 'echo; [ ! -e "$FAILED" ] || exit 1\n'
done < "$work/session" >> "$work/run"

FAILED="$work/failed" sh "$work/run"
echo "ok: $lines lines of $(basename "$readme")"
