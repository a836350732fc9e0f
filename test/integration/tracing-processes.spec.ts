import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traceIdOf, xrayForm } from '../../src/platform/telemetry/trace-ids.js';
import { emulatedAccount, giveCredentials, HOME, type EmulatedAccount } from '../e2e/emulated-account.js';
import { WASTE } from '../e2e/scan-client.js';
import { eventually } from '../support/app.js';
import { startOtlpReceiver, type OtlpReceiver } from '../support/otlp-receiver.js';
import { servicesOn, type ServicesOn } from '../support/services-on.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Line {
  message: string;
  correlation_id?: string;
  trace_id?: string;
  context?: { reason?: string };
}
const linesOf = (output: string): Line[] =>
  output.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []));

it('is not loaded where there is no collector', () => {
  const dist = new URL('../../dist/', import.meta.url).href;
  const script = `
    import 'reflect-metadata';
    import module from 'node:module';
    const { readConfig } = await import('${dist}platform/config/index.js');
    const { Logger } = await import('${dist}platform/telemetry/index.js');
    const { startTracing } = await import('${dist}platform/telemetry/start-tracing.js');
    await import('${dist}service.js');
    const isSdk = (path) => /@opentelemetry\\/(?!api\\/)/.test(path); // prom-client has its api
    const loaded = () => Object.keys(module._cache).filter(isSdk).length;
    const of = async (env) => { const config = readConfig(env); await startTracing(config, new Logger(config)); return loaded(); };
    const counts = [await of({}), await of({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })];
    process.stdout.write(JSON.stringify(counts));
    process.exit(0);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });
  expect({ stdout, stderr: stdout === '' ? stderr : '' }).toEqual({
    ...{ stdout: expect.stringMatching(/^\[0,[1-9]\d*\]$/), stderr: '' },
  });
}, 60_000);

withEmulator('traces of several processes (needs MOTO_URL)', () => {
  let collector: OtlpReceiver;
  let account: EmulatedAccount;
  let services: ServicesOn;

  beforeAll(async () => {
    giveCredentials();
    account = await emulatedAccount(MOTO_URL ?? '');
    collector = await startOtlpReceiver();
    services = await servicesOn({
      ...{ AWS_ENDPOINT_URL: MOTO_URL ?? '', AWS_CALLS_PER_SECOND: '500' },
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    });
  }, 60_000);
  afterAll(async () => {
    await services?.close();
    await collector?.close();
    account?.close();
  }, 40_000);

  it('are one, from the request in the one to the calls of AWS in the other, and stand in the lines of both', async () => {
    const api = await services.start({ ROLE: 'api' });
    const worker = await services.start({ ROLE: 'worker' });
    const { accountId, roleArn } = account;
    await services.ask(api.at, 'POST', '/accounts', { accountId, roleArn, regions: [HOME] });
    const { scanId } = await services.ask<{ scanId: string }>(api.at, 'POST', '/scans', WASTE);
    await eventually(async () => {
      const { status } = await services.ask<{ status: string }>(api.at, 'GET', `/scans/${scanId}`);
      return status.startsWith('completed');
    }, 90_000);
    const [row] = await services.database.query<{ correlation_id: string }>(
      'SELECT correlation_id FROM scans',
    );
    const correlationId = row?.correlation_id ?? '';
    const traceId = traceIdOf(correlationId);
    // what a process still has is sent as it ends
    for (const one of [api, worker]) one.kill('SIGTERM');
    expect(await Promise.all([api.exit, worker.exit])).toMatchObject([{ code: 0 }, { code: 0 }]);

    const spans = collector.trace(traceId);
    const roleOf = (spanId: string) =>
      spans.find((span) => span.spanId === spanId)?.resource['shepherd.role'];
    const root = spans.find(({ parentId }) => parentId === '');
    expect(root).toMatchObject({ name: 'POST /scans', resource: { 'shepherd.role': 'api' } });
    const jobs = spans.filter(({ name }) => name.startsWith('job '));
    expect(jobs.length).toBeGreaterThan(2);
    expect(new Set(jobs.map(({ spanId }) => roleOf(spanId)))).toEqual(new Set(['worker']));
    // the first job follows from the request of the other process
    expect(jobs.some(({ parentId }) => roleOf(parentId) === 'api')).toBe(true);
    expect(spans.filter(({ parentId }) => parentId !== '' && roleOf(parentId) === undefined)).toEqual([]);
    expect(spans.some(({ name }) => name === 'ec2.DescribeVolumes')).toBe(true);
    for (const one of [api, worker]) {
      const lines = linesOf(one.output()).filter((line) => line.correlation_id === correlationId);
      expect(lines.map(({ trace_id: id }) => id)).toEqual(lines.map(() => xrayForm(traceId)));
    }
    expect(linesOf(api.output()).some(({ trace_id: id }) => id === xrayForm(traceId))).toBe(true);
  }, 240_000);

  it('cost nothing but themselves where the collector is away, or takes and says nothing', async () => {
    const closed = await startOtlpReceiver();
    await closed.close();
    collector.isSilent = true;
    for (const endpoint of [closed.url, collector.url]) {
      const service = await services.start({
        ...{ ROLE: 'api', METRICS_OPEN: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
      });
      for (let count = 0; count < 30; count += 1) await services.ask(service.at, 'GET', '/scans');
      const metric = /^shepherd_trace_spans_total\{outcome="(failed|dropped)"\} (\d+)$/gm;
      const outcomes = await eventually(async () => {
        const text = await (await fetch(`${service.at}/metrics`)).text();
        const found = [...text.matchAll(metric)].map(([, outcome]) => outcome);
        return found.includes('failed') && found;
      }, 60_000);
      expect(outcomes).toContain('failed');
      const began = Date.now();
      service.kill('SIGTERM');
      expect((await service.exit).code).toBe(0);
      expect(Date.now() - began).toBeLessThan(20_000);
      const said = linesOf(service.output()).filter(({ message }) =>
        message.startsWith('Traces could not be sent'),
      );
      expect(said).toHaveLength(1); // of many times
    }
  }, 240_000);
});
