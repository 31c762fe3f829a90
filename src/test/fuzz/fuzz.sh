#!/bin/sh
# Sends generated requests to every operation of the packaged service; see fuzz.py.
#
#   src/test/fuzz/fuzz.sh [REQUESTS]         FUZZ_SEED=7 for other ones
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=$here/../../../target/fuzz/venv
if ! "$venv/bin/schemathesis" --version >/dev/null 2>&1; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
fi
exec "$venv/bin/python" "$here/fuzz.py" "$@"
