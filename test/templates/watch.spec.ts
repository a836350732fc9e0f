import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { severityBreakdown } from '../../src/modules/scanning/domain/imports/scan-result.js';
import { forCloudWatch } from '../../src/platform/telemetry/cloudwatch-metrics.js';
import { templateOf } from '../support/template-yaml.js';

/** Dashboard and alarms read what the code tells: each metric by its name and its dimensions. */

const SOURCE = new URL('../../src/', import.meta.url);
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(file));
const textOf = (file: string) => readFileSync(new URL(file, SOURCE), 'utf8');
const COMMON = ['Environment', 'Service'];
/** Told by the telemetry itself for what says no service of its own. */
const WHOLE = 'compliance-shepherd';

interface Metric {
  name: string;
  dimensions: Record<string, string>;
}

/** All pairs of `Namespace` and `MetricName`, with their dimensions, wherever they stand. */
function metricsIn(value: unknown): Metric[] {
  if (Array.isArray(value)) return value.flatMap(metricsIn);
  if (value === null || typeof value !== 'object') return [];
  const {
    Namespace,
    MetricName,
    Dimensions = [],
  } = value as Record<string, unknown> & { Dimensions?: object[] };
  const isOwn = JSON.stringify(Namespace) === '{"Ref":"MetricsNamespace"}';
  const dimensions = (Array.isArray(Dimensions) ? Dimensions : []) as { Name: string; Value: unknown }[];
  const own = isOwn
    ? [
        {
          name: String(MetricName),
          dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, textIn(Value)])),
        },
      ]
    : [];
  return [...own, ...Object.values(value).flatMap(metricsIn)];
}
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '${Environment}');

/** A row of a dashboard: namespace, name, then pairs of dimension and value, and options at the end. */
function metricsOfDashboard(): Metric[] {
  const { 'Fn::Sub': body } = templateOf('watch').Resources['Dashboard']?.Properties['DashboardBody'] as {
    'Fn::Sub': string;
  };
  const { widgets } = JSON.parse(body) as { widgets: { properties: { metrics?: unknown[][] } }[] };
  return widgets
    .flatMap(({ properties: { metrics = [] } }) => metrics)
    .filter(([namespace]) => namespace === '${MetricsNamespace}')
    .map(([, name, ...rest]) => {
      const texts = rest.filter((one): one is string => typeof one === 'string');
      const pairs = texts.flatMap((text, at) => (at % 2 === 0 ? [[text, texts[at + 1] ?? '']] : []));
      return { name: String(name), dimensions: Object.fromEntries(pairs) as Record<string, string> };
    });
}

/** What the code declares for CloudWatch: beside what is counted, the gauges, which say no labels. */
const gauges = files.flatMap((file) =>
  [...textOf(file).matchAll(/\bgauge\(\s*'(\w+)'[\s\S]*?\n\s*\);/g)]
    .filter(([call]) => /unit:|TOLD_ONCE/.test(call))
    .map(([, name = '']) => name),
);

describe('the dashboard and the alarms', () => {
  const alarms = ['watch', 'service'].flatMap((name) => metricsIn(templateOf(name).Resources));
  const shown = metricsOfDashboard();
  let labels: Map<string, readonly string[]>;

  beforeAll(async () => {
    for (const file of files.filter((one) => one.endsWith('/metrics.ts') && one.startsWith('modules/'))) {
      await import(new URL(file, SOURCE).href);
    }
    labels = new Map(forCloudWatch.declared().map((metric) => [metric.name, metric.labels]));
    for (const gauge of gauges) labels.set(gauge, []);
  });

  it('are there for what specs/1 and specs/3 name', () => {
    const read = new Set([...alarms, ...shown].map(({ name }) => name));
    const named = [
      ...[
        'SchedulesCreated',
        'SchedulesExecuted',
        'SchedulesFailed',
        'EventsProcessed',
        'EventsProcessingFailed',
      ],
      ...[
        'WorkflowsTriggered',
        'NotificationsSent',
        'ComplianceScore',
        'ViolationsCount',
        'FindingsBySeverity',
      ],
      ...['TotalVulnerabilities', 'CriticalVulnerabilities', 'PatchableVulnerabilities', 'Failures'],
    ];
    expect(named.filter((name) => !read.has(name))).toEqual([]);
    const alarmed = new Set(alarms.map(({ name }) => name));
    const watched = ['EventLagSeconds', 'JobsPending', 'DeadLetters', 'WorkersAlive', 'WorkflowsFailed'];
    expect(watched.filter((name) => !alarmed.has(name))).toEqual([]);
  });

  it('read metrics that the code tells to CloudWatch, by the dimensions that they are told with', () => {
    const wrong = [...alarms, ...shown].filter(({ name, dimensions }) => {
      const told = labels.get(name);
      if (told === undefined) return true;
      const given = Object.keys(dimensions).sort();
      const all = [...new Set([...COMMON, ...told])].sort();
      // sums are told without their further dimensions, too
      return given.join() !== all.join() && given.join() !== COMMON.join();
    });
    expect(wrong).toEqual([]);
  });

  it('ask for services and severities that there are', () => {
    const sources = files.map(textOf);
    const isSaid = (word: string) => word === WHOLE || sources.some((text) => text.includes(`'${word}'`));
    for (const { dimensions } of [...alarms, ...shown]) {
      expect([dimensions['Service'], isSaid(dimensions['Service'] ?? '')]).toEqual([
        dimensions['Service'],
        true,
      ]);
      expect(dimensions['Environment']).toBe('${Environment}');
      const { Severity } = dimensions;
      if (Severity !== undefined) expect(Object.keys(severityBreakdown.shape)).toContain(Severity);
    }
  });

  it('tell somebody: each alarm that people should hear of has the topic, and says what to do', () => {
    const all = Object.values(templateOf('watch').Resources).filter(
      ({ Type }) => Type === 'AWS::CloudWatch::Alarm',
    );
    expect(all.length).toBeGreaterThan(30);
    for (const { Properties } of all) {
      expect(Properties).toMatchObject({
        AlarmActions: [{ Ref: 'AlarmTopic' }],
        OKActions: [{ Ref: 'AlarmTopic' }],
      });
      expect(String(Properties['AlarmDescription']).length).toBeGreaterThan(15);
    }
  });

  it('take it for an alarm when nobody is left to tell how many workers there are', () => {
    const { NoWorker } = templateOf('watch').Resources;
    expect(NoWorker?.Properties).toMatchObject({ TreatMissingData: 'breaching', MetricName: 'WorkersAlive' });
  });
});
