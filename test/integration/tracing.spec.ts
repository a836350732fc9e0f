import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { otelTracer } from '../../src/platform/telemetry/otel.js';
import { spanIdOf, traceIdOf, xrayForm } from '../../src/platform/telemetry/trace-ids.js';
import { newId } from '../../src/shared/ids.js';
import { WASTE } from '../e2e/scan-client.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { eventually } from '../support/app.js';
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;
const SERVER = 2;
const CLIENT = 3;
const CONSUMER = 5;
const EXTERNAL_ID = 'external-id-that-nobody-may-see';

describe('the sending of spans', () => {
  const SPANS = 5_000;
  /** Ends many spans at once, and gives what became of them when they were sent. */
  async function told(collector: OtlpReceiver, share = 1) {
    const outcomes = { exported: 0, dropped: 0, failed: 0 };
    const count = (outcome: keyof typeof outcomes, spans: number) => void (outcomes[outcome] += spans);
    const tracer = otelTracer({
      ...{ endpoint: collector.url, share, resource: {}, told: { count, failed: () => undefined } },
    });
    const ids = Array.from({ length: SPANS }, () => traceIdOf(newId('req')));
    const recorded = ids.filter((traceId) => {
      const span = tracer.start({ name: 'x', kind: 'internal', traceId });
      span.end();
      return span.isRecorded;
    });
    const began = Date.now();
    await tracer.close();
    return { outcomes, recorded, ids, tookMs: Date.now() - began };
  }
  const started: OtlpReceiver[] = [];
  const collectorOf = async () => {
    const collector = await startOtlpReceiver();
    started.push(collector);
    return collector;
  };
  afterAll(() => Promise.all(started.map((collector) => collector.close())));

  it('holds so many and no more, and counts those that it drops', async () => {
    const collector = await collectorOf();
    const { outcomes } = await told(collector);
    expect(outcomes.dropped).toBeGreaterThan(SPANS / 3);
    expect(outcomes.exported + outcomes.dropped).toBe(SPANS);
    expect(collector.spans).toHaveLength(outcomes.exported);
  }, 30_000);

  it('gives up a collector that does not answer, and ends in time', async () => {
    const collector = await collectorOf();
    collector.isSilent = true;
    const { tookMs } = await told(collector);
    expect(tookMs).toBeLessThan(5_000);
    collector.isSilent = false;
    collector.status = 400;
    const { outcomes } = await told(collector);
    expect(outcomes.exported).toBe(0);
    expect(outcomes.failed + outcomes.dropped).toBe(SPANS);
    expect(outcomes.failed).toBeGreaterThan(0);
  }, 30_000);

  it('takes a share of the traces, and the same ones in every process', async () => {
    const collector = await collectorOf();
    const { recorded, ids } = await told(collector, 0.1);
    expect(recorded.length).toBeGreaterThan(SPANS * 0.07);
    expect(recorded.length).toBeLessThan(SPANS * 0.13);
    const options = { endpoint: collector.url, share: 0.1, resource: {} };
    const other = otelTracer({ ...options, told: { count: () => undefined, failed: () => undefined } });
    // a job that was handed over: its parent is known by its ids alone
    const parent = (traceId: string) => ({ traceId, spanId: spanIdOf(traceId) });
    const again = ids.filter(
      (traceId) =>
        other.start({ name: 'job', kind: 'consumer', traceId, parent: parent(traceId) }).isRecorded,
    );
    await other.close();
    expect(again).toEqual(recorded);
  }, 30_000);
});

withEmulator('traces (needs MOTO_URL)', () => {
  let collector: OtlpReceiver;
  let on: ScanApp;
  let count = 0;

  beforeAll(async () => {
    collector = await startOtlpReceiver();
    on = await startScanApp(MOTO_URL ?? '', { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` }, [], WASTE);
    await on.account.volume('us-east-1', 3);
  }, 60_000);
  afterAll(async () => {
    await on?.close();
    await collector?.close();
  }, 30_000);

  const request = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    on.app.request<Record<string, string>>(method, path, {
      key: on.keys.operator,
      headers,
      ...(body === undefined ? {} : { body }),
    });
  /** The spans of a trace, when `isAll` says that they are all there. */
  const traced = (traceId: string, isAll: (spans: ReceivedSpan[]) => boolean) =>
    eventually(() => Promise.resolve(isAll(collector.trace(traceId)) && collector.trace(traceId)), 30_000);
  const newTrace = () => {
    count += 1;
    const traceId = Math.floor(Date.now() / 1000).toString(16) + String(count).padStart(24, 'a');
    return { traceId, spanId: String(count).padStart(16, 'b') };
  };
  const above = (span: ReceivedSpan, spans: ReceivedSpan[]): ReceivedSpan[] => {
    const parent = spans.find(({ spanId }) => spanId === span.parentId);
    return parent === undefined ? [] : [parent, ...above(parent, spans)];
  };

  it('hold a scan from its request to its last job, under one id', async () => {
    const { status, headers, body } = await request('POST', '/scans', {}, WASTE);
    expect(status).toBe(202);
    const correlationId = headers.get('x-correlation-id') ?? '';
    const traceId = traceIdOf(correlationId);
    expect(headers.get('x-amzn-trace-id')).toBe(`Root=${xrayForm(traceId)};Sampled=1`);
    expect(Math.abs(Number.parseInt(traceId.slice(0, 8), 16) - Date.now() / 1000)).toBeLessThan(60);
    await on.ended(body['scanId'] ?? '');
    const jobs = await on.app.database.query<{ id: string }>(
      'SELECT id FROM scans WHERE correlation_id = $1',
      [correlationId],
    );
    expect(jobs).toHaveLength(1);
    const ends = (spans: ReceivedSpan[]) => spans.some(({ name }) => name.startsWith('job scan'));
    await eventually(() => on.isIdle());
    const isWhole = (spans: ReceivedSpan[]) =>
      ends(spans) &&
      spans.every(({ parentId, kind }) => kind === SERVER || spans.some((s) => s.spanId === parentId));
    const spans = await traced(traceId, isWhole);

    const [root, ...others] = spans.filter(({ parentId }) => parentId === '');
    expect(others).toEqual([]);
    expect(root).toMatchObject({
      ...{ name: 'POST /scans', kind: SERVER, status: 0 },
      attributes: {
        ...{ 'http.route': '/scans', 'http.request.method': 'POST', 'http.response.status_code': 202 },
        ...{ correlation_id: correlationId, 'shepherd.tenant_id': 'acme' },
        'aws.xray.annotations': ['correlation_id'],
      },
      resource: { 'service.name': 'compliance-shepherd', 'deployment.environment.name': 'dev' },
    });
    // each job under the span that has asked for it
    const ofJobs = spans.filter(({ kind }) => kind === CONSUMER);
    expect(ofJobs.length).toBeGreaterThan(2);
    for (const job of ofJobs) {
      const [enqueue, ...more] = above(job, spans);
      expect(enqueue?.name).toBe(job.name.replace('job', 'enqueue'));
      expect(more.at(-1)).toBe(root);
      expect(job.attributes).toMatchObject({ correlation_id: correlationId, 'shepherd.attempt': 1 });
    }
    // each call of AWS in a job, with what X-Ray draws its map from
    const calls = spans.filter(({ attributes }) => attributes['rpc.system'] === 'aws-api');
    const describe = calls.find(({ name }) => name === 'ec2.DescribeVolumes');
    expect(describe).toMatchObject({
      ...{ kind: CLIENT, status: 0 },
      attributes: {
        ...{ 'rpc.service': 'ec2', 'rpc.method': 'DescribeVolumes', 'http.response.status_code': 200 },
        ...{
          'cloud.account.id': on.account.accountId,
          'shepherd.outcome': 'ok',
          'aws.request_id': expect.any(String),
        },
        'cloud.region': expect.stringMatching(/^(us-east-1|eu-west-1)$/),
      },
    });
    for (const call of calls) expect(above(call, spans).some(({ kind }) => kind === CONSUMER)).toBe(true);
    // statements in the request and in jobs
    const statements = spans.filter(({ attributes }) => attributes['db.system'] === 'postgresql');
    expect(statements.map(({ name }) => name)).toEqual(expect.arrayContaining(['INSERT scans', 'COMMIT']));
    const insert = statements.find(({ name }) => name === 'INSERT scans');
    expect(insert?.parentId).toBe(root?.spanId);
    expect(statements.some((one) => above(one, spans)[0]?.kind === CONSUMER)).toBe(true);
    for (const { startNs, endNs, events } of spans) {
      expect(endNs).toBeGreaterThanOrEqual(startNs);
      expect(events).toBe(0); // the text of an error may hold anything
    }
  }, 60_000);

  it("go on in the caller's, by X-Amzn-Trace-Id and by traceparent, in the work that follows too", async () => {
    for (const headerOf of [
      ({ traceId, spanId }: { traceId: string; spanId: string }) => ({
        'x-amzn-trace-id': `Root=${xrayForm(traceId)};Parent=${spanId};Sampled=1`,
      }),
      ({ traceId, spanId }: { traceId: string; spanId: string }) => ({
        ...{
          traceparent: `00-${traceId}-${spanId}-01`,
          'x-amzn-trace-id': `Root=1-65000000-${'c'.repeat(24)}`,
        },
      }),
    ]) {
      const caller = newTrace();
      const { headers, body } = await request('POST', '/scans', headerOf(caller), WASTE);
      expect(headers.get('x-correlation-id')).toBe(xrayForm(caller.traceId));
      expect(headers.get('x-amzn-trace-id')).toBe(`Root=${xrayForm(caller.traceId)};Sampled=1`);
      await on.ended(body['scanId'] ?? '');
      const has = (kind: number) => (spans: ReceivedSpan[]) => spans.some((span) => span.kind === kind);
      const spans = await traced(caller.traceId, (all) => has(SERVER)(all) && has(CONSUMER)(all));
      expect(spans.find(({ kind }) => kind === SERVER)?.parentId).toBe(caller.spanId);
    }
  }, 60_000);

  it('are those of the correlation id where a caller gives one, and name the trace of the caller', async () => {
    const caller = newTrace();
    const given = `corr-${caller.spanId}`;
    const { headers } = await request('GET', '/scans', {
      ...{ 'x-correlation-id': given, traceparent: `00-${caller.traceId}-${caller.spanId}-01` },
    });
    expect(headers.get('x-correlation-id')).toBe(given);
    const [span] = await traced(traceIdOf(given), (all) => all.some(({ kind }) => kind === SERVER)).then(
      (all) => all.filter(({ kind }) => kind === SERVER),
    );
    expect(span).toMatchObject({ name: 'GET /scans', parentId: '', links: [caller] });
    expect(collector.trace(caller.traceId)).toEqual([]);
  });

  it('hold the tasks of a workflow under what has started it', async () => {
    const body = { workflowType: 'compliance-scan', tenantId: 'acme', parameters: { scanType: 'cost' } };
    const { status, headers } = await request('POST', '/workflows/start', {}, body);
    expect(status).toBe(202);
    const traceId = traceIdOf(headers.get('x-correlation-id') ?? '');
    const isTask = ({ name, kind }: ReceivedSpan) => kind === CONSUMER && name.startsWith('task ');
    const spans = await traced(
      traceId,
      (all) => all.filter(isTask).length >= 2 && all.some((s) => s.kind === SERVER),
    );
    const start = spans.find(({ name }) => name === 'start compliance-scan');
    expect(start && above(start, spans).at(-1)?.name).toBe('POST /workflows/start');
    const tasks = spans.filter(isTask);
    expect(tasks.map(({ name }) => name)).toContain('task scan-environment');
    expect(tasks.some(({ parentId }) => parentId === start?.spanId)).toBe(true);
    for (const task of tasks) {
      const chain = above(task, spans);
      expect(chain[0]?.name).toMatch(/^start /); // of its execution, which another one may have started
      expect(chain.at(-1)?.name).toBe('POST /workflows/start');
    }
  }, 60_000);

  it('leave out probes, and what the caller does not record', async () => {
    const before = collector.spans.length;
    const asked = ['/health', '/health/live', '/metrics'].map(async (path) => {
      const { headers } = await request('GET', path, {
        traceparent: `00-${newTrace().traceId}-${'b'.repeat(16)}-01`,
      });
      expect(headers.get('x-amzn-trace-id')).toBeNull();
    });
    await Promise.all(asked);
    const unrecorded = newTrace();
    const flags = `Root=${xrayForm(unrecorded.traceId)};Parent=${unrecorded.spanId};Sampled=0`;
    const { headers } = await request('GET', '/scans', { 'x-amzn-trace-id': flags });
    expect(headers.get('x-amzn-trace-id')).toBe(`Root=${xrayForm(unrecorded.traceId)};Sampled=0`);
    const last = await request('GET', '/findings');
    await traced(traceIdOf(last.headers.get('x-correlation-id') ?? ''), (all) =>
      all.some(({ kind }) => kind === SERVER),
    );
    const served = collector.spans.slice(before).filter(({ kind }) => kind === SERVER);
    const names = served.map(({ name }) => name);
    expect(names.filter((name) => /health|metrics|scans/.test(name))).toEqual([]);
    expect(collector.trace(unrecorded.traceId)).toEqual([]);
  });

  it('say what has failed and not in which words, and hold no secret', async () => {
    const { accountId, roleArn } = on.account;
    const other = String(Number(accountId) + 1);
    const added = await on.app.request('POST', '/accounts', {
      ...{ key: on.keys.admin, body: { accountId: other, roleArn: roleArn.replace(accountId, other) } },
    });
    expect([200, 201]).toContain(added.status);
    await on.app.request('PUT', `/accounts/${other}`, {
      key: on.keys.admin,
      body: { externalId: EXTERNAL_ID },
    });
    const token = 'token-of-a-link-that-nobody-may-see-0123456789';
    const link = await on.app.request('GET', `/links/${token}`, { key: null });
    const wrong = await on.app.request('GET', '/scans?secret=hunter2', { key: 'wrong-key-0123456789' });
    expect(wrong.status).toBe(401);
    const made = await on.app.request<{ key: string }>('POST', '/api-keys', {
      ...{ key: on.keys.admin, body: { name: 'one', role: 'viewer', owner: 'one@acme.test' } },
    });
    for (const one of [link, wrong, made]) {
      const traceId = traceIdOf(one.headers.get('x-correlation-id') ?? '');
      await traced(traceId, (all) => all.some(({ kind }) => kind === SERVER));
    }
    const told = Buffer.concat(collector.raw).toString('latin1');
    expect(told).toContain('GET /links/:token');
    const secrets = [
      ...[on.app.platformKey, EXTERNAL_ID, token, 'hunter2', 'wrong-key-0123456789', made.body.key],
      ...Object.values(on.keys),
    ];
    expect(secrets.filter((secret) => secret.length > 0 && told.includes(secret))).toEqual([]);
    // in words alone: the bytes of ids are chance, and may be any short text
    const words = collector.spans.flatMap(({ name, attributes, resource }) => [
      name,
      ...[attributes, resource].flatMap((pairs) => Object.entries(pairs).flat().map(String)),
    ]);
    expect(words).toContain('shepherd.tenant_id');
    const unwanted = /SELECT .*FROM|\$1|Bearer|X-Amz-Security-Token/i;
    expect(words.filter((word) => unwanted.test(word))).toEqual([]);
    const statusTexts = collector.spans.map(({ statusMessage }) => statusMessage);
    expect(new Set(statusTexts)).toEqual(new Set(['']));
    expect(collector.spans.filter(({ events }) => events > 0)).toEqual([]);
  });
});
