import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import { BUCKET, FINDING, QUEUE, startOwnEventsApp, type OwnEventsApp } from '../support/own-events.js';

let on: OwnEventsApp;
beforeAll(async () => {
  on = await startOwnEventsApp();
});
afterAll(() => on.app.close());

describe('a manual scan', () => {
  it('runs as the compliance scan that specs/1 prints, for the owner of the key', async () => {
    const row = await on.taken({
      eventType: 'manual-scan',
      tenantId: 'acme',
      parameters: { scanType: 'security-focused', priority: 'high' },
      triggeredBy: 'user@company.com',
      processImmediately: true,
    });
    const { event_id: eventId } = row; // read after the answer: it is done
    expect(eventId).toMatch(/^evt_/);
    const [execution, ...others] = await on.executionsOf(row);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ...{ event_type: 'manual-scan', event_source: 'compliance-shepherd' },
      ...{ disposition: 'processed', reason: 'workflow_started' },
      outcomes: { [String(execution?.id)]: { disposition: 'processed', reason: 'workflow_started' } },
      who: { userName: 'operator@acme.test', eventId },
      envelope: {
        ...{ id: eventId, source: 'compliance-shepherd', 'detail-type': 'manual-scan' },
        ...{ detail: { scanType: 'security-focused', priority: 'high' }, triggeredBy: 'user@company.com' },
      },
    });
    expect(execution).toMatchObject({ requested_by: 'operator@acme.test', started_by: 'user@company.com' });
    expect(JSON.parse(String(execution?.input))).toMatchObject({
      ...{ tenantId: 'acme', workflowType: 'compliance-scan' },
      parameters: { scanType: 'security' },
      metadata: {
        ...{ scheduledExecution: false, eventTriggered: true, eventId, priority: 'high', source: 'event' },
        triggeredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    });
    const [audit] = await on.sql(
      "SELECT actor, target_id FROM audit_log WHERE action = 'event.triggered' AND target_id = $1",
      [eventId],
    );
    expect(audit).toMatchObject({ actor: 'operator@acme.test' });
  });

  it('waits for a worker where it is not to be processed at once', async () => {
    const asked = { eventType: 'manual-scan', parameters: {}, processImmediately: false };
    const row = await on.settled((await on.taken(asked)).event_id);
    expect(row).toMatchObject({ disposition: 'processed', reason: 'workflow_started' });
    expect(await on.executionsOf(row)).toHaveLength(1);
    await eventually(async () => {
      const jobs = await on.sql("SELECT 1 FROM jobs WHERE name = 'events.custom'");
      return jobs.length === 0;
    });
  });

  it('of a tenant without an account says so, and is not kept', async () => {
    const { status } = await on.trigger({ eventType: 'manual-scan' }, on.globex.operator);
    expect(status).toBe(412);
    expect(await on.sql("SELECT 1 FROM events WHERE tenant_id = 'globex'")).toEqual([]);
  });
});

describe('what is refused', () => {
  it.each([
    ['an unknown type', { eventType: 'manual-lunch' }, ['eventType']],
    [
      'a parameter that the workflow does not know',
      { eventType: 'manual-scan', parameters: { scanType: 'quick', depth: 3 } },
      ['parameters.scanType', 'parameters.depth'],
    ],
    ['no findings', { eventType: 'manual-remediation' }, ['parameters.findingIds']],
    [
      'findings that there are not',
      { eventType: 'remediation-completed', parameters: { findingIds: [FINDING, 'fnd_none'] } },
      ['parameters.findingIds.1'],
    ],
    ['a field that there is not', { eventType: 'manual-scan', when: 'now' }, ['when']],
  ])('%s is a 400 that names it', async (_, body, paths) => {
    const { status, body: answer } = await on.trigger(body);
    expect([status, answer.details.map(({ path }) => path)]).toEqual([400, paths]);
  });

  it('a framework that there is not is a 400 that names it', async () => {
    const { status, body } = await on.trigger({
      ...{ eventType: 'manual-assessment', parameters: { framework: 'ISO-27001' } },
    });
    expect([status, body.details.map(({ path }) => path)]).toEqual([400, ['parameters.framework']]);
    expect(JSON.stringify(body)).toContain('ISO-27001');
  });

  it('a viewer may not, and a tenant acts for no other', async () => {
    expect((await on.trigger({ eventType: 'manual-scan' }, on.acme.viewer)).status).toBe(403);
    expect(
      (await on.trigger({ eventType: 'manual-scan', tenantId: 'acme' }, on.globex.operator)).status,
    ).toBe(403);
  });
});

describe('a manual remediation', () => {
  it('starts RemediationWorkflow', async () => {
    const parameters = { findingIds: [FINDING], dryRun: true };
    const row = await on.taken({ eventType: 'manual-remediation', parameters });
    const [execution] = await on.executionsOf(row);
    expect(JSON.parse(String(execution?.input))).toMatchObject({ workflowType: 'remediation', parameters });
    const [remediation] = await eventually(async () => {
      const rows = await on.sql('SELECT * FROM remediations WHERE execution_id = $1', [execution?.id]);
      return rows.length > 0 && rows;
    });
    expect(remediation).toMatchObject({ requested_by: 'operator@acme.test', finding_ids: [FINDING] });
  });
});

describe('a violation that somebody tells', () => {
  it('is an incident', async () => {
    const parameters = { severity: 'critical', resourceArns: [BUCKET], findingIds: [FINDING] };
    const row = await on.taken({ eventType: 'compliance-violation-detected', parameters });
    const [execution] = await on.executionsOf(row);
    expect(JSON.parse(String(execution?.input))).toMatchObject({
      workflowType: 'incident-response',
      parameters: { incidentType: 'compliance-violation', autoRemediate: false, ...parameters },
    });
    const incident = await eventually(async () => {
      const [found] = await on.sql('SELECT * FROM incidents WHERE execution_id = $1', [execution?.id]);
      return found;
    });
    expect(incident).toMatchObject({
      ...{ severity: 'critical', response: 'immediate', requested_by: 'operator@acme.test' },
      resource_arns: [BUCKET, QUEUE].sort(), // that of the finding too
    });
  });
});

describe('the same client token', () => {
  const body = { eventType: 'manual-scan', parameters: { regions: ['eu-west-1'] }, clientToken: 'token-1' };

  it('is the same event for the same request, however many ask at once', async () => {
    const [row, ...others] = await Promise.all(Array.from({ length: 5 }, () => on.taken(body)));
    if (row === undefined) throw new Error('there is no event');
    expect(new Set([...others, await on.taken(body)].map(({ id }) => id))).toEqual(new Set([row.id]));
    expect(await on.executionsOf(row)).toHaveLength(1);
    const audits = await on.sql('SELECT 1 FROM audit_log WHERE target_id = $1', [row.event_id]);
    expect(audits).toHaveLength(1);
  });

  it.each([
    ['parameters', { ...body, parameters: { regions: ['us-east-1'] } }],
    ['type', { ...body, eventType: 'assessment-completed', parameters: {} }],
    ['claim', { ...body, triggeredBy: 'somebody@company.com' }],
    ['way', { ...body, processImmediately: false }],
  ])('is a 409 with other %s', async (_, other) => {
    await on.taken(body);
    expect((await on.trigger(other)).status).toBe(409);
  });

  it("is another tenant's own", async () => {
    await on.taken(body);
    const other = { eventType: 'assessment-completed', clientToken: 'token-1' };
    expect((await on.trigger(other, on.globex.operator)).status).toBe(202);
  });
});
