import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { IncidentResponseTask } from '../../src/modules/incidents/incident-response.task.js';
import type { IncidentTaskInput } from '../../src/modules/incidents/incident-response.schemas.js';
import type { TaskContext } from '../../src/platform/tasks/index.js';
import { newId } from '../../src/shared/ids.js';
import { eventually } from '../support/app.js';
import { startIncidents, type IncidentsApp } from '../support/incidents.js';
import { workflowClient } from '../support/workflows.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(90_000);

withEmulator('containment that guardrails want approved (needs MOTO_URL)', () => {
  let on: IncidentsApp;
  beforeAll(async () => {
    on = await startIncidents(MOTO_URL ?? '');
  });
  afterAll(() => on?.close());
  beforeEach(() => on.guardrails({ approval: { always: true, levels: 2 } }));

  let users = 0;
  /** An incident about a user whose workflow asks people now. */
  const asked = async () => {
    const UserName = `agreed-${(users += 1)}`;
    const { arn } = await on.on.account.user(UserName);
    const reported = await on.report({
      ...{ incidentType: UserName, severity: 'critical', autoRemediate: true, resourceArns: [arn] },
    });
    return { UserName, ...reported, first: await waiting(reported.executionId, 1) };
  };
  const waiting = (executionId: string, level: number) =>
    eventually(async () => {
      const { items } = await on.on.get<{ items: { id: string; level: number; status: string }[] }>(
        `/approvals?executionId=${executionId}`,
      );
      return items.find((one) => one.level === level && one.status === 'pending');
    }, 40_000);
  const approve = ({ id }: { id: string }, key: string) =>
    on.ask('POST', `/approvals/${id}/approve`, {}, key);
  const policiesOf = async (UserName: string) => (await on.iam.listUserPolicies({ UserName })).PolicyNames;

  /** A task that an execution asks for. */
  const run = (input: IncidentTaskInput, executionId: string) => {
    const context = {
      ...{ tenantId: 'acme', execution: { id: executionId, taskId: newId('job') } },
      ...{ idempotencyKey: `${executionId}/by-hand`, signal: new AbortController().signal },
      heartbeat: () => Promise.resolve(),
    } as unknown as TaskContext;
    return on.on.app.app.get(IncidentResponseTask, { strict: false }).run(input, context);
  };

  it("is not done by a tenant's own workflow, whatever it says", async () => {
    const { UserName, incidentId } = await asked();
    const { ask, start } = workflowClient(on.on.app, on.on.keys.admin);
    const incident = { incidentType: 'own', findingIds: [], resourceArns: [], notificationTargets: [] };
    const wanted = {
      'own-containing': { action: 'contain', incidentId, planVersion: 1 },
      // it cannot make an incident its own either, by opening it
      'own-opening': { action: 'classify', parameters: { ...incident, severity: 'critical' } },
    };
    for (const [type, Parameters] of Object.entries(wanted)) {
      const Only = {
        ...{ Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:incident-response' },
        ...{ Parameters, End: true },
      };
      const definition = { StartAt: 'Only', States: { Only } };
      expect((await ask('PUT', `/definitions/${type}`, { name: type, definition })).status).toBe(200);
      const { executionArn } = await start(type, {});
      expect([type, await on.ended(executionArn)]).toMatchObject([
        ...[type, { status: 'FAILED', error: 'FORBIDDEN' }],
      ]);
    }
    expect(await policiesOf(UserName)).toEqual([]);
  });

  it('is not done by the workflow of another incident', async () => {
    const [{ UserName, incidentId }, other] = [await asked(), await asked()];
    const contain = { action: 'contain', incidentId, planVersion: 1 } as const;
    await expect(run(contain, other.executionId)).rejects.toMatchObject({ error: 'FORBIDDEN' });
    await expect(run({ action: 'plan', incidentId }, other.executionId)).rejects.toMatchObject({
      error: 'FORBIDDEN',
    });
    expect(await policiesOf(UserName)).toEqual([]);
  });

  it('waits for all levels, by what people have said of this very plan', async () => {
    const { UserName, incidentId, executionId, first } = await asked();
    const contain = { action: 'contain', incidentId, planVersion: 1 } as const;
    const refused = { error: 'PRECONDITION_FAILED', message: expect.stringContaining('level 2') };
    await expect(run(contain, executionId)).rejects.toMatchObject(refused);
    await approve(first, on.on.keys.approver);
    const second = await waiting(executionId, 2);
    await expect(run(contain, executionId)).rejects.toMatchObject(refused);
    expect(await policiesOf(UserName)).toEqual([]);
    expect((await on.get(incidentId)).underWay).toBeNull();
    await approve(second, on.on.keys.admin);
    await on.until(incidentId, ({ status }) => status === 'contained');
    expect(await policiesOf(UserName)).toEqual(['ShepherdQuarantine']);
  });

  it('is asked for too where an incident was reported without, and is reported again with autoRemediate', async () => {
    const UserName = `agreed-${(users += 1)}`;
    const { arn } = await on.on.account.user(UserName);
    const about = { incidentType: UserName, resourceArns: [arn] };
    const { incidentId } = await on.report({ ...about, severity: 'critical' });
    const { executionId } = await on.report({ ...about, severity: 'critical', autoRemediate: true });
    await approve(await waiting(executionId, 1), on.on.keys.approver);
    await approve(await waiting(executionId, 2), on.on.keys.admin);
    await on.until(incidentId, ({ status }) => status === 'contained');
    expect(await policiesOf(UserName)).toEqual(['ShepherdQuarantine']);
  });

  it('is not approved by one admin at both levels', async () => {
    const { UserName, incidentId, executionId, first } = await asked();
    expect((await approve(first, on.on.keys.admin)).status).toBe(200);
    const second = await waiting(executionId, 2);
    const twice = await approve(second, on.on.keys.admin);
    expect([twice.status, twice.body.error]).toEqual([409, expect.stringContaining('level 1 already')]);
    expect(await policiesOf(UserName)).toEqual([]);
    const other = await on.keyOf('ada@acme.test', 'admin');
    expect((await approve(second, other)).status).toBe(200);
    await on.until(incidentId, ({ status }) => status === 'contained');
  });
});
