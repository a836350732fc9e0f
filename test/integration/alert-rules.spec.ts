import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';

const FILE = 'deploy/alerts/prometheus-rules.yml';
const run = promisify(execFile);
const text = readFileSync(FILE, 'utf8');

/** Each alert with the lines that belong to it. */
const alerts = text
  .split(/^ +- alert: /m)
  .slice(1)
  .map((part) => ({ name: part.split('\n')[0] ?? '', part }));
const exprOf = (part: string) => /expr: >-\n((?: {10}.+\n)+)/.exec(part)?.[1] ?? '';

/** What an expression reads: no function, no keyword, no label. */
function metricsOf(expr: string): string[] {
  const bare = expr.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\b(?:by|on) *\([^)]*\)/g, ' ');
  const names = [...bare.matchAll(/\b[A-Za-z_]\w*\b(?! *\()/g)].map(([name]) => name);
  return names.filter((name) => !['and', 'or', 'unless'].includes(name));
}

const PROMTOOL = process.env['PROMTOOL'] ?? 'promtool';
const hasPromtool = await run(PROMTOOL, ['--version']).then(
  () => true,
  () => false,
);
const itIf = hasPromtool ? it : it.skip;

describe('the rules of Prometheus', () => {
  let app: TestApp;
  let metrics: ReadonlySet<string>;
  beforeAll(async () => {
    app = await startTestApp();
    const { body } = await app.request<string>('GET', '/metrics');
    const declared = [...body.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
    metrics = new Set(
      declared.flatMap(([, name = '', type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    );
  });
  afterAll(() => app?.close());

  it('are some, each of a name of its own', () => {
    expect(alerts.length).toBeGreaterThan(20);
    expect(new Set(alerts.map(({ name }) => name)).size).toBe(alerts.length);
  });

  it('have one for each alert of the specification', () => {
    const names = alerts.map(({ name }) => name);
    for (const name of [
      'ScheduleExecutionFailures',
      'HighErrorRates',
      'WorkflowFailures',
      'CriticalViolations',
    ])
      expect(names).toContain(name);
  });

  it.each(alerts)('$name reads what /metrics has', ({ part }) => {
    const read = metricsOf(exprOf(part));
    expect(read.length).toBeGreaterThan(0);
    expect(read.filter((name) => !metrics.has(name))).toEqual([]);
  });

  it.each(alerts)('$name says what it is, how bad, and where to read what to do', ({ part }) => {
    expect(part).toMatch(/severity: (critical|warning)/);
    expect(part).toMatch(/summary: \S/);
    expect(part).toMatch(/description: >-\n +\S/);
    const [, file = '', anchor] = /runbook_url: ([\w./-]+)#([\w-]+)/.exec(part) ?? [];
    const anchors = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(anchors).toContain(anchor);
  });

  itIf(
    'are valid, and each fires where it should and not beside it (needs promtool)',
    async () => {
      await run(PROMTOOL, ['check', 'rules', FILE]);
      const test = FILE.replace('.yml', '.test.yml');
      await run(PROMTOOL, ['test', 'rules', test]);
      const tested = [...readFileSync(test, 'utf8').matchAll(/alertname="(\w+)"/g)].map(([, name]) => name);
      expect(alerts.map(({ name }) => name).filter((name) => !tested.includes(name))).toEqual([]);
    },
    60_000,
  );
});
