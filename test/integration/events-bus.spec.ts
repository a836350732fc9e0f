import { EventBridge } from '@aws-sdk/client-eventbridge';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { patchApproved } from '../../src/modules/events/index.js';
import {
  findingOpened,
  scanCompleted,
  violationsDetected,
  vulnerabilitiesDetected,
} from '../../src/modules/scanning/index.js';
import { Database } from '../../src/platform/database/index.js';
import { type FactDefinition, Outbox } from '../../src/platform/outbox/index.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.mjs';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no bus: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

const REGION = 'eu-west-1';
const NAME = `shepherd-test-${Date.now()}`; // of its own in an emulator that others may use
const head = {
  ...{ scanId: 'scan_1', correlationId: 'corr-1', environment: 'prod' },
  timestamp: '2026-11-23T10:00:00.000Z',
};
const finding = {
  ...{ findingId: 'fnd_1', controlId: 's3_bucket_level_public_access_block', title: 't' },
  severity: 'high' as const,
  ...{ accountId: '211122223333', region: 'eu-west-1', resourceArn: 'arn:aws:s3:::b' },
  ...{ resourceType: 'AWS::S3::Bucket', estimatedMonthlySavingsUsd: null, mutedBy: null },
  ...{ suppressed: false, source: 'scan_1' },
  ...{ frameworks: ['cis-3.0'], tags: { team: 'core' }, riskText: 'it is open to all' },
};
const vulnerabilities = {
  ...{ totalVulnerabilities: 9, criticalCount: 2, highCount: 3, patchableCount: 4, patchesCount: 5 },
};

interface Delivered {
  source: string;
  'detail-type': string;
  time: string;
  resources: string[];
  detail: Record<string, unknown>;
}

/** The emulator delivers what a rule lets through, as AWS does; it checks neither permissions nor sizes. */
withEmulator('what goes out to EventBridge (needs MOTO_URL)', () => {
  const variables = { ...process.env };
  let proxy: FaultProxy;
  let app: TestApp;
  let sqs: SQS;
  let queueUrl: string;
  const received: Delivered[] = [];

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
    const events = new EventBridge({ region: REGION, endpoint: MOTO_URL ?? '' });
    sqs = new SQS({ region: REGION, endpoint: MOTO_URL ?? '' });
    queueUrl = (await sqs.createQueue({ QueueName: NAME })).QueueUrl ?? '';
    const { Attributes } = await sqs.getQueueAttributes({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] });
    const bus = await events.createEventBus({ Name: NAME });
    const source = [{ prefix: 'compliance-shepherd' }, { prefix: 'patching-automation.' }];
    await events.putRule({ Name: NAME, EventBusName: NAME, EventPattern: JSON.stringify({ source }) });
    const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn ?? '' }];
    await events.putTargets({ Rule: NAME, EventBusName: NAME, Targets });
    proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
    app = await startTestApp({
      ...{ AWS_ENDPOINT_URL: proxy.url, AWS_REGION: 'us-east-1', AWS_MAX_ATTEMPTS: '1' },
      EVENT_BUS_NAME: bus.EventBusArn ?? '', // in another region than the service's own
    });
    const { admin } = await app.tenant('acme');
    // critical vulnerabilities would start a workflow, whose own facts go out as well
    await app.request('PUT', '/patching/policy', { key: admin, body: { startOnCritical: false } });
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    await proxy?.close();
    process.env = variables;
  });
  beforeEach(() => {
    received.length = 0;
    proxy.rules = [];
    proxy.clear();
  });

  const write = <P>(definition: FactDefinition<P>, payload: P) => {
    const database = app.app.get(Database);
    return database.withTenant('acme', (tx) =>
      app.app.get(Outbox).write(tx, 'acme', definition, [{ key: 'k', payload }]),
    );
  };
  const delivered = (count: number) =>
    eventually(async () => {
      const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
      for (const { Body = '', ReceiptHandle = '' } of Messages) {
        received.push(JSON.parse(Body) as Delivered);
        await sqs.deleteMessage({ QueueUrl: queueUrl, ReceiptHandle });
      }
      return received.length >= count && received;
    }, 30_000);
  const typesOf = (events: readonly Delivered[]) => events.map((event) => event['detail-type']).sort();

  it('is each fact under our own source, with its tenant, its id and its time', async () => {
    await write(findingOpened, finding);
    const [event] = await delivered(1);
    expect(event).toMatchObject({ source: 'compliance-shepherd', 'detail-type': 'finding.opened' });
    expect(event?.resources).toEqual(['arn:aws:s3:::b']);
    expect(event?.detail).toEqual({
      ...{ ...finding, tenantId: 'acme' },
      factId: expect.stringMatching(/^fact_/),
      correlationId: expect.any(String),
    });
    expect(Math.abs(Date.parse(event?.time ?? '') - Date.now())).toBeLessThan(60_000);
    expect(proxy.count({ service: 'events', region: REGION })).toBe(1); // where the bus is
  });

  it('is what specs/3 prints as well, where it is of that kind', async () => {
    const severityBreakdown = { CRITICAL: 1, HIGH: 2, MEDIUM: 3, LOW: 4 };
    const frameworkViolations = { CIS: 5, PCI_DSS: 6, SOC2: 7 };
    const seen = { violationsCount: 10, complianceScore: 71.5, severityBreakdown, frameworkViolations };
    await write(violationsDetected, { ...head, ...seen });
    await write(vulnerabilitiesDetected, { ...head, ...vulnerabilities });
    const events = await delivered(4);
    expect(typesOf(events)).toEqual([
      ...['Compliance Violation Detected', 'Critical Vulnerabilities Detected'],
      ...['violations.detected', 'vulnerabilities.detected'],
    ]);
    const printed = events.find((event) => event.source === 'patching-automation.compliance-scanner');
    expect(printed?.detail).toEqual({
      ...{ correlation_id: 'corr-1', environment: 'prod', violations_count: 10, compliance_score: 71.5 },
      ...{ severity_breakdown: severityBreakdown, framework_violations: frameworkViolations },
      timestamp: head.timestamp,
    });
  });

  it('comes again where EventBridge is busy, and nothing is lost', async () => {
    proxy.rules = [{ match: { action: 'PutEvents' }, fault: 'throttle', times: 2 }];
    await write(findingOpened, finding);
    await delivered(1);
    expect(proxy.count({ action: 'PutEvents', fault: 'throttle' })).toBe(2);
    await eventually(async () => (await app.database.query('SELECT 1 FROM jobs')).length === 0);
    expect(received).toHaveLength(1);
  });

  it('of a thousand patches is as many as fit', async () => {
    const patchesApproved = Array.from({ length: 3_000 }, (_, n) => ({
      ...{ patchId: `KB${n}`, instanceId: `i-${n}`, accountId: '211122223333', region: REGION },
      ...{ severity: 'critical' as const, cveIds: [`CVE-2026-${n}`] },
    }));
    const { scanId: executionId, ...more } = head;
    await write(patchApproved, { ...more, executionId, vulnerabilityCount: 3_000, patchesApproved });
    const events = await delivered(2);
    const printed = events.find((event) => event['detail-type'] === 'Patch Approval Completed');
    const kept = printed?.detail['patches_approved'] as unknown[];
    expect(kept[0]).toEqual({ ...patchesApproved[0], severity: 'CRITICAL' });
    expect(printed?.detail['trimmed']).toEqual({ patches_approved: { kept: kept.length, of: 3_000 } });
    expect(kept.length).toBeGreaterThan(1_000);
  });

  it('has no place in the outbox without a bus', async () => {
    const without = await startTestApp({ ROLE: 'api' });
    try {
      const payload = {
        ...{ ...head, status: 'completed' as const, scanType: 'full', source: 'api' },
        ...{ compliance: null, resources: 1, findings: 1, apiCalls: 1, summary: null, notifyChannels: null },
      };
      await without.app
        .get(Database)
        .withTenant('default', (tx) =>
          without.app.get(Outbox).write(tx, 'default', scanCompleted, [{ key: 'k', payload }]),
        );
      const jobs = await without.database.query<{ subscriber: string }>(
        "SELECT payload ->> 'subscriber' AS subscriber FROM jobs WHERE name = 'outbox.deliver'",
      );
      const subscribers = jobs.map(({ subscriber }) => subscriber);
      expect(subscribers).toContain('schedule-runs');
      expect(subscribers).not.toContain('event-bus');
    } finally {
      await without.close();
    }
  });
});
