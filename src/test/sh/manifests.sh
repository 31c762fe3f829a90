#!/usr/bin/env bash
# Checks the manifests that the profile `kubernetes` has made, and the examples of docs/kubernetes.md, without a cluster:
# against the schemas of Kubernetes, that their parts fit together, and the Prometheus configuration by promtool.
#
#   src/test/sh/manifests.sh DIRECTORY-FOR-TOOLS      needs python3-venv, npm and promtool
set -euo pipefail
cd "$(dirname "$0")/../../.."
tools=$(mkdir -p "$1" && cd "$1" && pwd)
manifests=target/kubernetes/kubernetes/kubernetes.yml

[ -x "$tools/venv/bin/kubernetes-validate" ] || {
  python3 -m venv "$tools/venv"
  "$tools/venv/bin/pip" -q install kubernetes-validate==1.37.0
}
[ -d "$tools/npm/node_modules/@kubernetes-models" ] ||
  npm --silent --prefix "$tools/npm" install @kubernetes-models/prometheus-operator@6.0.0 >/dev/null

# The blocks of code that follow a marker.
blocks() {
  awk -v marker="<!-- $1 -->" '
    $0 == marker { wanted = 1; next }
    wanted && /^```yaml/ { inside = 1; print "---"; next }
    inside && /^```/ { inside = 0; wanted = 0; next }
    inside { print }' docs/kubernetes.md
}
blocks manifest > "$tools/documented.yml"
blocks prometheus > "$tools/prometheus.yml"
[ -s "$tools/documented.yml" ] && [ -s "$tools/prometheus.yml" ]

# The oldest and the newest version that this tool knows.
for version in 1.27 1.37; do
  "$tools/venv/bin/kubernetes-validate" -k "$version" --strict --quiet --no-warn "$manifests" "$tools/documented.yml"
  echo "valid for Kubernetes $version"
done
"$tools/venv/bin/python" src/test/sh/manifests.py "$manifests" "$tools/service-monitor.json"

cat > "$tools/npm/service-monitor.mjs" <<'JS'
import { readFileSync } from 'node:fs';
import { ServiceMonitor } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
new ServiceMonitor(JSON.parse(readFileSync(process.argv[2], 'utf8'))).validate();
console.log('valid ServiceMonitor');
JS
node "$tools/npm/service-monitor.mjs" "$tools/service-monitor.json"

"$tools/venv/bin/python" src/test/sh/scrape-jobs.py "$tools/prometheus.yml" "$tools"
