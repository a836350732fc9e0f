import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import type { z } from 'zod';
import { EventIntake } from '../../src/modules/events/event-intake.service.js';
import { EventReading } from '../../src/modules/events/event-reading.js';
import { EventRules } from '../../src/modules/events/event-rules.service.js';
import { eventMatched } from '../../src/modules/events/facts.js';
import { findingOpened, scanCompleted } from '../../src/modules/scanning/index.js';
import { Database } from '../../src/platform/database/index.js';
import { Outbox, Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { newId } from '../../src/shared/ids.js';
import { eventually } from '../support/app.js';
import { ACCOUNT, BUCKET, startRuleApp, type RuleApp } from '../support/event-rules.js';

const told: Fact<z.output<(typeof eventMatched)['schema']>>[] = [];

@Injectable()
class OfTest {
  @Subscribes(eventMatched, 'test')
  async tell(fact: (typeof told)[number]): Promise<void> {
    told.push(fact);
  }
}
@Module({ providers: [OfTest] })
class ModuleOfTest {}

let on: RuleApp;
const variables = { ...process.env };
beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  on = await startRuleApp([ModuleOfTest]);
}, 60_000);
afterAll(async () => {
  process.env = variables;
  await on?.close();
});
beforeEach(() => {
  told.length = 0;
});

describe('a run', () => {
  it('is skipped where the rule was switched off, or the event is gone', async () => {
    const off = await on.rule({ type: 'notify' }, { enabled: false });
    expect(await on.ran(off, await on.event())).toMatchObject({ status: 'skipped', error: 'rule_disabled' });
    const gone = await on.ran(await on.rule({ type: 'notify' }), newId('evt'));
    expect(gone).toMatchObject({ status: 'skipped', error: 'event_gone' });
  });

  it('is skipped beyond sixty in a minute, and not beyond that of another rule', async () => {
    const ruleId = await on.rule({ type: 'notify' });
    const source = await on.event();
    const more = await Promise.all(Array.from({ length: 64 }, () => on.event()));
    await on.begin(ruleId, [source, ...more]);
    const runs = await on.ended(ruleId, 65, 60_000);
    expect(runs.filter(({ status }) => status === 'succeeded')).toHaveLength(60);
    expect(await on.runsOf(ruleId, '&status=skipped')).toEqual(runs.slice(0, 5)); // the newest
    expect(runs[0]?.error).toMatch(/^rate_limited/);
    expect((await on.ran(await on.rule({ type: 'notify' }), source)).status).toBe('succeeded');
    // a minute later it runs again
    await on.database.query(
      `UPDATE event_rule_runs SET created_at = created_at - interval '61 seconds' WHERE rule_id = $1`,
      [ruleId],
    );
    await on.begin(ruleId, [await on.event()]);
    expect((await on.ended(ruleId, 66))[0]?.status).toBe('succeeded');
  }, 90_000);

  it('is not even written where a rule matches far more often', async () => {
    const rules = on.provider(EventRules);
    const pattern = { source: ['aws.storm'] };
    const ruleId = await on.rule({ type: 'notify' }, { pattern });
    const storm = { source: 'aws.storm' } as Parameters<EventRules['matching']>[1];
    const before = Math.floor(Date.now() / 60_000);
    let matched = 0;
    for (let count = 0; count < 500; count += 1) matched += (await rules.matching('acme', storm)).length;
    const minutes = Math.floor(Date.now() / 60_000) - before + 1;
    expect([120, 120 * minutes]).toContain(matched);
    expect(ruleId).toMatch(/^rule_/);
  });
});

describe("the service's own facts", () => {
  const write = (work: (outbox: Outbox, tx: Parameters<Outbox['write']>[0]) => Promise<void>) =>
    on.provider(Database).withTenant('acme', (tx) => work(on.provider(Outbox), tx));
  const finding = (severity: 'critical' | 'low') => ({
    ...{
      findingId: newId('fnd'),
      controlId: 'c',
      title: 't',
      severity,
      accountId: ACCOUNT,
      region: 'eu-west-1',
    },
    ...{ resourceArn: BUCKET, resourceType: 'AWS::S3::Bucket', estimatedMonthlySavingsUsd: null },
    ...{ mutedBy: null, suppressed: false, source: 'scan', frameworks: [], tags: {}, riskText: null },
  });
  const scan = (source: string) => ({
    ...{
      scanId: newId('scan'),
      status: 'completed' as const,
      scanType: 'full',
      source,
      resources: 0,
      findings: 0,
    },
    ...{
      apiCalls: 0,
      correlationId: 'c',
      environment: 'dev',
      timestamp: '2026-11-21T12:00:00Z',
      ...{ compliance: null, summary: null, notifyChannels: null },
    },
  });

  it('match rules as events do', async () => {
    const pattern = {
      ...{ source: ['compliance-shepherd'], 'detail-type': ['finding.opened'], account: [ACCOUNT] },
      detail: { severity: ['critical'] },
    };
    const ruleId = await on.rule(
      { type: 'workflow', workflowType: 'mend', inputPaths: { names: '$.detail.findingId[]' } },
      { pattern },
    );
    const [bad, fine] = [finding('critical'), finding('low')];
    await write((outbox, tx) =>
      outbox.write(
        tx,
        'acme',
        findingOpened,
        [fine, bad].map((payload) => ({ key: payload.findingId, payload })),
      ),
    );
    const [run] = await on.ended(ruleId);
    expect(run).toMatchObject({ status: 'succeeded', sourceId: expect.stringMatching(/^fact_/) });
    const [execution] = await on.database.query<{ input: string }>(
      'SELECT input FROM executions WHERE id = $1',
      [run?.result?.id],
    );
    expect(JSON.parse(execution?.input ?? '')).toMatchObject({ parameters: { names: [bad.findingId] } });
  });

  it('start no scan again that a rule has started', async () => {
    const pattern = { source: ['compliance-shepherd'], 'detail-type': ['scan.completed'] };
    const ruleId = await on.rule({ type: 'scan', services: ['kms'], accountIds: [ACCOUNT] }, { pattern });
    const notifying = await on.rule({ type: 'notify' }, { pattern });
    const told = async (source: string) => {
      const payload = scan(source);
      await write((outbox, tx) =>
        outbox.write(tx, 'acme', scanCompleted, [{ key: payload.scanId, payload }]),
      );
    };
    await told('event-rule');
    expect((await on.ended(ruleId))[0]).toMatchObject({
      status: 'skipped',
      error: expect.stringMatching(/^loop/),
    });
    expect((await on.ended(notifying))[0]).toMatchObject({ status: 'succeeded' });
  });
});

describe('an event that comes in', () => {
  it('runs the rules that it matches, once, and none for what our own fixes do', async () => {
    const pattern = {
      source: ['aws.s3'],
      detail: { requestParameters: { bucketName: [{ prefix: 'rules-' }] } },
    };
    const ruleId = await on.rule({ type: 'notify' }, { pattern });
    const read = (eventID: string, role = 'Admin') =>
      on.provider(EventReading).read({
        ...{ version: '0', id: eventID, 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.s3' },
        ...{ account: ACCOUNT, time: '2026-11-21T12:00:00Z', region: 'eu-west-1', resources: [] },
        detail: {
          ...{ eventID, eventSource: 's3.amazonaws.com', eventName: 'ListBuckets', readOnly: true },
          ...{ eventTime: '2026-11-21T12:00:00Z', recipientAccountId: ACCOUNT, awsRegion: 'eu-west-1' },
          requestParameters: { bucketName: 'rules-1' },
          userIdentity: { type: 'AssumedRole', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/x` },
        },
      });
    const intake = on.provider(EventIntake);
    expect(await intake.take([read('one'), read('one'), read('two', 'ShepherdRemediationRole')])).toEqual([
      ...['accepted', 'duplicate', 'accepted'],
    ]);
    expect(await intake.take([read('one')])).toEqual(['duplicate']);
    const [run] = await on.ended(ruleId);
    expect(run).toMatchObject({ status: 'succeeded', sourceId: expect.stringMatching(/^evt_/) });
    const heard = () => told.filter(({ payload }) => payload.ruleId === ruleId);
    await eventually(() => Promise.resolve(heard().length > 0));
    expect(heard().map(({ payload }) => payload.eventId)).toEqual(['one']);
  });
});
