import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CustomEvents } from '../../src/modules/events/custom-events.service.js';
import { assessmentCompleted, remediationCompleted } from '../../src/modules/events/index.js';
import { Database } from '../../src/platform/database/index.js';
import { Outbox } from '../../src/platform/outbox/index.js';
import { eventually } from '../support/app.js';
import {
  ACCOUNT,
  BUCKET,
  FINDING,
  QUEUE,
  startOwnEventsApp,
  type EventRow,
  type OwnEventsApp,
} from '../support/own-events.js';

let on: OwnEventsApp;
beforeAll(async () => {
  on = await startOwnEventsApp();
});
afterAll(() => on.app.close());

const get = <T>(what: new (...given: never[]) => T): T => on.app.app.get(what, { strict: false });

describe('a remediation that is over', () => {
  it('has its resources looked at again, those of findings too', async () => {
    await on.endScans();
    const gone = 'arn:aws:s3:::nobody-knows-it';
    const parameters = { resourceArns: [BUCKET, gone], findingIds: [FINDING] };
    const row = await on.taken({ eventType: 'remediation-completed', parameters });
    const [scan] = await on.scansOf(row);
    expect(scan).toMatchObject({ scan_type: 'targeted', requested_by: 'operator@acme.test' });
    expect(scan?.scope).toMatchObject({ resourceArns: [BUCKET, QUEUE], accountIds: [ACCOUNT] });
    expect(row).toMatchObject({ disposition: 'processed', reason: 'reassessed' });
    expect(row.resources.map(({ arn }) => arn).sort()).toEqual([BUCKET, QUEUE, gone].sort());
    expect(row.outcomes).toEqual({
      [BUCKET]: { disposition: 'processed', reason: 'reassessed' },
      [QUEUE]: { disposition: 'processed', reason: 'reassessed' },
      [gone]: { disposition: 'ignored', reason: 'not_in_inventory' },
      [String(scan?.id)]: { disposition: 'processed', reason: 'scan_started' },
    });
  });

  it('of hundreds of resources is one scan', async () => {
    await on.endScans();
    const arns = Array.from({ length: 600 }, () => `arn:aws:s3:::bucket-${crypto.randomUUID()}`);
    await on.sql(
      `INSERT INTO resources SELECT (jsonb_populate_record(r, jsonb_build_object('arn', n.made))).*
         FROM resources r, unnest($1::text[]) AS n(made) WHERE r.arn = $2`,
      [arns, BUCKET],
    );
    const parameters = { resourceArns: arns };
    const row = await on.taken({ eventType: 'remediation-completed', parameters });
    expect(row.reason).toBe('reassessed');
    expect((await on.scansOf(row))[0]?.scope['resourceArns']).toHaveLength(600);
  });

  it('ends as failed where the inventory knows none of them', async () => {
    const parameters = { resourceArns: ['arn:aws:s3:::nobody-knows-it'] };
    const row = await on.taken({ eventType: 'remediation-completed', parameters });
    expect([row.disposition, row.reason]).toEqual(['failed', 'the inventory knows none of the resources']);
  });

  it('is an event as well where a fact tells of it, once', async () => {
    await on.endScans();
    const [outbox, database] = [get(Outbox), get(Database)];
    const payload = {
      ...{ remediationId: 'rem_1', status: 'completed', findingIds: [FINDING] },
      ...{ resourceArns: [BUCKET], executionId: null },
    };
    await database.withTenant('acme', (tx) =>
      outbox.write(tx, 'acme', remediationCompleted, [{ key: 'rem_1', payload }]),
    );
    const row = await eventually(async () => {
      const [found] = await on.sql<EventRow>(
        "SELECT * FROM events WHERE event_type = 'remediation-completed' AND envelope -> 'detail' ->> 'remediationId' = 'rem_1' AND settled_at IS NOT NULL",
      );
      return found;
    });
    expect(row.event_id).toMatch(/^fact_/);
    expect([row.disposition, row.reason]).toEqual(['processed', 'reassessed']);
    const [scan] = await on.scansOf(row);
    expect(scan?.scope['resourceArns']).toEqual([BUCKET, QUEUE]);
  });
});

describe('an assessment that is over', () => {
  it('is told as a fact, and is one event', async () => {
    on.told.length = 0;
    const parameters = { framework: 'SOC2', score: 88.5 };
    const row = await on.taken({ eventType: 'assessment-completed', parameters });
    const { event_id: eventId } = row;
    expect([row.disposition, row.reason]).toEqual(['processed', 'notified']);
    const fact = await eventually(async () => on.told[0]);
    expect(fact).toMatchObject({ tenantId: 'acme', payload: { framework: 'SOC2', score: 88.5, eventId } });
    await new Promise((done) => setTimeout(done, 300));
    expect(on.told).toHaveLength(1);
    const events = await on.sql(
      "SELECT 1 FROM events WHERE tenant_id = 'acme' AND event_type = 'assessment-completed'",
    );
    expect(events).toHaveLength(1);
  });

  it('is an event where the assessment itself tells of it', async () => {
    const [outbox, database] = [get(Outbox), get(Database)];
    const payload = {
      ...{ framework: 'HIPAA', score: 50, assessmentId: 'asm_1', reportId: null, executionId: null },
      ...{ summary: null, eventId: null },
    };
    await database.withTenant('globex', (tx) =>
      outbox.write(tx, 'globex', assessmentCompleted, [{ key: 'asm_1', payload }]),
    );
    await eventually(async () => {
      const rows = await on.sql(
        "SELECT 1 FROM events WHERE tenant_id = 'globex' AND envelope -> 'detail' ->> 'framework' = 'HIPAA' AND reason = 'notified'",
      );
      return rows.length === 1;
    });
  });
});

describe('who dies in between', () => {
  it('leaves an event that its job does, once', async () => {
    const custom = get(CustomEvents);
    // as a process leaves it that dies after the start and before its note of it
    const row = await on.taken({ eventType: 'manual-scan', parameters: { services: ['s3'] } });
    await on.sql(
      "UPDATE events SET disposition = 'retrying', reason = 'waiting', outcomes = '{}', settled_at = NULL WHERE id = $1",
      [row.id],
    );
    await Promise.all([1, 2, 3].map(() => custom.run('acme', row.id)));
    expect(await on.rowOf(row.event_id)).toMatchObject({ disposition: 'processed', outcomes: row.outcomes });
    expect(await on.executionsOf(row)).toHaveLength(1);
  });

  it('what no attempt could do is failed, with the reason', async () => {
    const [custom, database] = [get(CustomEvents), get(Database)];
    const row = await on.taken({ eventType: 'manual-scan', parameters: { services: ['iam'] } });
    await database.withTenant('acme', (tx) => custom.giveUp(tx, 'acme', row.id, 'too late'));
    expect((await on.rowOf(row.event_id)).disposition).toBe('processed'); // it had ended
    await on.sql("UPDATE events SET disposition = 'retrying', settled_at = NULL WHERE id = $1", [row.id]);
    await database.withTenant('acme', (tx) => custom.giveUp(tx, 'acme', row.id, 'AWS is away'));
    expect(await on.rowOf(row.event_id)).toMatchObject({ disposition: 'failed', reason: 'AWS is away' });
  });
});

describe('event rules', () => {
  it('match events of our own, each once', async () => {
    const pattern = { source: ['compliance-shepherd'], 'detail-type': ['assessment-completed'] };
    const rule = (id: string, score: unknown) =>
      on.sql(
        `INSERT INTO event_rules (id, tenant_id, name, pattern, action, enabled, created_by, saved_by, saved_by_key)
         VALUES ($1, 'globex', $1, $2, '{"type": "notify", "targets": []}', true, 'a', 'a', 'key_1')`,
        [id, { ...pattern, detail: { score } }],
      );
    await rule('rule_low', [{ numeric: ['<', 50] }]);
    await rule('rule_high', [{ numeric: ['>=', 50] }]);
    const asked = { eventType: 'assessment-completed', parameters: { score: 20 }, clientToken: 'rules' };
    const runsOf = () =>
      on.sql<{ rule_id: string; source_id: string }>('SELECT rule_id, source_id FROM event_rule_runs');
    await eventually(async () => {
      // rules that were saved past the API are known a little later
      const { body } = await on.trigger({ ...asked, clientToken: crypto.randomUUID() }, on.globex.operator);
      const { id } = await on.rowOf(body.eventId);
      return (await runsOf()).some(({ source_id: source }) => source === id);
    });
    const { body } = await on.trigger(asked, on.globex.operator);
    await on.trigger(asked, on.globex.operator);
    const { id } = await on.rowOf(body.eventId);
    const runs = (await runsOf()).filter(({ source_id: source }) => source === id);
    expect(runs).toEqual([{ rule_id: 'rule_low', source_id: id }]);
  });
});

describe('a schedule that starts a scan', () => {
  it.each([
    ['a plain scan', { type: 'scan' }, 'scan_started'],
    [
      'the workflow of one',
      { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
      'workflow_started',
    ],
  ])('shows as a scheduled-scan: %s', async (_, target, reason) => {
    await on.endScans();
    const schedule = {
      ...{ scheduleType: 'compliance-scan', scheduleExpression: 'cron(0 0 1 1 ? 2199)', target },
    };
    const made = await on.app.request<{ scheduleId: string }>('POST', '/schedules', {
      ...{ key: on.acme.operator, body: schedule },
    });
    expect(made.status).toBe(201);
    const { scheduleId } = made.body;
    const run = await on.app.request<{ runId: string }>('POST', `/schedules/${scheduleId}/run-now`, {
      ...{ key: on.acme.operator, body: {} },
    });
    const row = await on.settled(run.body.runId);
    const detail = (row.envelope as { detail: Record<string, string> }).detail;
    expect(row).toMatchObject({ event_type: 'scheduled-scan', disposition: 'processed', reason });
    expect(detail).toMatchObject({ scheduleId, runId: run.body.runId, cause: 'manual' });
    expect(Object.keys(row.outcomes)).toEqual([detail['executionId']]);
  });

  it('and another one does not', async () => {
    const target = { type: 'step-functions', stateMachineName: 'RemediationWorkflow' };
    const body = {
      ...{ scheduleType: 'fix', scheduleExpression: 'cron(0 0 1 1 ? 2199)', target },
      parameters: { findingIds: [FINDING] },
    };
    const made = await on.app.request<{ scheduleId: string }>('POST', '/schedules', {
      key: on.acme.operator,
      body,
    });
    const { scheduleId } = made.body;
    const run = await on.app.request<{ runId: string }>('POST', `/schedules/${scheduleId}/run-now`, {
      ...{ key: on.acme.operator, body: {} },
    });
    await eventually(async () => {
      const [row] = await on.sql<{ status: string }>('SELECT status FROM schedule_runs WHERE id = $1', [
        run.body.runId,
      ]);
      return row?.status === 'succeeded';
    });
    const facts = await on.sql<{ runs: { runId: string }[] }>(
      "SELECT payload -> 'runs' AS runs FROM facts WHERE name = 'schedule.scans.started'",
    );
    expect(facts.length).toBeGreaterThan(0); // of the schedules before
    expect(facts.flatMap(({ runs }) => runs.map(({ runId }) => runId))).not.toContain(run.body.runId);
  });
});
