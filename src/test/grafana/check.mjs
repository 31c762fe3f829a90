// Checks dashboards against Grafana's schema, and what a schema cannot say: node check.mjs FILE...
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as units from '@grafana/grafana-foundation-sdk/units';
import Ajv from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const here = dirname(fileURLToPath(import.meta.url));
const generator = createGenerator({
  path: join(here, 'dashboard.ts'), tsconfig: join(here, 'tsconfig.json'), expose: 'none', topRef: false, additionalProperties: false,
});
const ajv = new Ajv({ allErrors: true, strict: false });
const frame = ajv.compile(generator.createSchema('Frame'));
const panels = Object.fromEntries(Object.entries(generator.createSchema('Panels').properties)
  .map(([type, schema]) => [type, ajv.compile(schema)]));
const knownUnits = new Set(Object.values(units));

const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
const twice = values => values.filter((value, i) => values.indexOf(value) !== i);
const told = errors => (errors ?? []).map(error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);

function* complaints(dashboard) {
  if (!frame(dashboard)) yield* told(frame.errors);
  for (const id of twice(dashboard.panels.map(panel => panel.id))) yield `two panels have the id ${id}`;
  for (const panel of dashboard.panels) {
    const where = `panel ${panel.id} (${panel.title}):`;
    const valid = panels[panel.type];
    if (!valid) {
      yield `${where} unknown type ${panel.type}`;
      continue;
    }
    if (!valid(panel)) yield* told(valid.errors).map(error => `${where} ${error}`);
    if (panel.gridPos.x + panel.gridPos.w > 24) yield `${where} is wider than the grid`;
    for (const other of dashboard.panels) {
      if (other.id > panel.id && overlap(panel.gridPos, other.gridPos)) yield `${where} lies over panel ${other.id}`;
    }
    if (panel.type === 'row') continue;
    const unit = panel.type === 'heatmap' ? panel.options.yAxis.unit : panel.fieldConfig.defaults.unit;
    if (!knownUnits.has(unit)) yield `${where} unknown unit ${unit}`;
    for (const id of twice(panel.targets.map(target => target.refId))) yield `${where} two queries have the refId ${id}`;
    for (const used of [panel, ...panel.targets]) {
      if (used.datasource.uid !== '${datasource}') yield `${where} does not ask the chosen data source`;
    }
    for (const { expr } of panel.targets) {
      const selectors = expr.match(/\w+\{[^}]*\}/g) ?? [];
      if (selectors.length === 0) yield `${where} asks for nothing: ${expr}`;
      for (const selector of selectors) {
        if (!selector.includes('job=~"$job", instance=~"$instance"')) yield `${where} asks not only the chosen replicas: ${expr}`;
      }
    }
  }
}

let failed = false;
for (const file of process.argv.slice(2)) {
  const dashboard = JSON.parse(readFileSync(file, 'utf8'));
  const found = [...complaints(dashboard)];
  found.forEach(complaint => console.error(`${file}: ${complaint}`));
  failed ||= found.length > 0;
  console.log(`${file}: ${dashboard.panels.length} panels, ${found.length} complaints`);
}
process.exitCode = failed || process.argv.length < 3 ? 1 : 0;
