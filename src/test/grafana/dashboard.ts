// What a dashboard may hold. Grafana's schema leaves open what plugins bring: the options of panels, and queries. Here they are
// closed, to the panels and the data source that we use.
import type {
  AnnotationQuery, Dashboard, DataSourceRef, FieldConfig, FieldConfigSource, Panel, RowPanel, VariableModel,
} from '@grafana/schema';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

interface PrometheusQuery {
  datasource: DataSourceRef;
  editorMode: 'code';
  expr: string;
  format: 'time_series' | 'table' | 'heatmap';
  instant: boolean;
  legendFormat: string;
  range: boolean;
  refId: string;
}

interface PrometheusAnnotation extends AnnotationQuery {
  expr?: string;
  titleFormat?: string;
}

interface Drawn<Type extends string, Options, Custom> extends Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> {
  type: Type;
  id: number;
  title: string;
  description: string;
  datasource: DataSourceRef;
  options: Options;
  fieldConfig: Omit<FieldConfigSource, 'defaults'> & { defaults: Omit<FieldConfig, 'custom'> & { custom?: Custom } };
  targets: PrometheusQuery[];
}

/** A dashboard without its panels. */
export interface Frame extends Omit<Dashboard, 'panels' | 'templating' | 'annotations'> {
  annotations: { list: PrometheusAnnotation[] };
  panels: unknown[];
  templating: { list: VariableModel[] };
  title: string;
  uid: string;
}

/** The panels by their type. */
export interface Panels {
  heatmap: Drawn<'heatmap', heatmap.Options, heatmap.FieldConfig>;
  row: RowPanel;
  stat: Drawn<'stat', stat.Options, never>;
  table: Drawn<'table', table.Options, table.FieldConfig>;
  timeseries: Drawn<'timeseries', timeseries.Options, timeseries.FieldConfig>;
}
