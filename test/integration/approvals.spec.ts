import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EngineBus } from '../../src/modules/workflows/local/engine-bus.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { approvalsOf, ApprovalTestModule, HeardFacts, type ShownApproval } from '../support/approvals.js';
import { createTestDatabase } from '../support/database.js';

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
let on: ReturnType<typeof approvalsOf>;

beforeAll(async () => {
  app = await startTestApp({}, [ApprovalTestModule]);
  keys = await app.tenant('acme');
  on = approvalsOf(app);
});
afterAll(() => app.close());

describe('an approval', () => {
  it('is asked for by a workflow, and the workflow goes on with the answer', async () => {
    const details = { bucket: 'logs', changes: ['block public access'] };
    const { executionId, id } = await on.ask({
      title: 'Close the bucket?',
      details,
      requestedBy: 'rita@acme.test',
    });
    const shown = await app.request<ShownApproval>('GET', `/approvals/${id}`, { key: keys.viewer });
    expect(shown.body).toMatchObject({
      ...{ id, status: 'pending', title: 'Close the bucket?', details, level: 1, quorum: 1 },
      ...{ defaultDecision: 'reject', expired: false, decidedAt: null, decisions: [], executionId },
      ...{ requestedBy: 'operator@acme.test', claimedBy: 'rita@acme.test', workflowType: 'asking' },
      executionArn: expect.stringMatching(`:execution:Asking:${executionId}$`) as unknown,
    });
    expect(await on.row(executionId)).toMatchObject({ status: 'RUNNING' });

    let wakes = 0;
    app.app.get(EngineBus, { strict: false }).listen({ freeTasks: () => (wakes += 1) });
    const answer = await on.decide(id, 'approve', keys.approver, { comment: 'inside the window' });
    expect(wakes).toBeGreaterThan(0); // a worker is called, and need not look
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        ...{ status: 'approved', expired: false, decidedAt: expect.stringMatching(/Z$/) as unknown },
        decisions: [{ decision: 'approved', decidedBy: 'approver@acme.test', comment: 'inside the window' }],
      },
    ]);
    expect(await on.ended(executionId)).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        ...{ decision: 'approved', approvalId: id, expired: false },
        ...{ decidedBy: ['approver@acme.test'], comments: ['inside the window'] },
      },
    });
    expect(await on.historyOf(executionId)).toEqual([
      ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted'],
      ...['TaskSucceeded', 'TaskStateExited', 'ExecutionSucceeded'],
    ]);
  });

  it('is told when it is asked for and when it is decided, and stands in the audit log', async () => {
    const heard = app.app.get(HeardFacts, { strict: false });
    const { executionId, id } = await on.ask({ quorum: 2, level: 1 });
    await on.decide(id, 'approve', keys.approver);
    await on.decide(id, 'approve', keys.admin);
    const decided = await eventually(() => Promise.resolve(heard.decided.find(({ key }) => key === id)));
    const asked = heard.requested.find(({ key }) => key === id);
    const told = {
      approvalId: id,
      executionId,
      workflowType: 'asking',
      title: 'May it?',
      level: 1,
      quorum: 2,
    };
    expect(asked).toMatchObject({
      tenantId: 'acme',
      payload: { ...told, requestedBy: 'operator@acme.test' },
    });
    expect(decided.payload).toMatchObject({
      ...{ ...told, decision: 'approved', isExpired: false },
      decidedBy: ['approver@acme.test', 'admin@acme.test'],
    });
    expect(await on.auditOf(id)).toEqual([
      'approval.requested operator@acme.test',
      'approval.approved approver@acme.test',
      'approval.approved admin@acme.test',
    ]);
  });

  it('that is rejected is an answer, and no error', async () => {
    const { executionId, id } = await on.ask({ quorum: 3 });
    await on.decide(id, 'approve', keys.admin, { comment: 'fine' });
    const { body } = await on.decide(id, 'reject', keys.approver, { comment: 'not on Friday' });
    expect(body).toMatchObject({ status: 'rejected', expired: false });
    expect(await on.ended(executionId)).toMatchObject({
      ...{ status: 'SUCCEEDED', error: null },
      output: {
        decision: 'rejected',
        decidedBy: ['approver@acme.test'],
        comments: ['not on Friday'],
        expired: false,
      },
    });
  });

  it('outlives its worker', async () => {
    const database = await createTestDatabase();
    const first = await startTestApp({}, [ApprovalTestModule], database);
    const { approver } = await first.tenant('acme');
    const { executionId, id } = await approvalsOf(first).ask();
    await eventually(async () => {
      const [task] = await database.query<{ is_waiting: boolean }>('SELECT is_waiting FROM execution_tasks');
      return task?.is_waiting;
    });
    await first.close();
    const second = await startTestApp({}, [ApprovalTestModule], database);
    expect((await approvalsOf(second).decide(id, 'approve', approver)).status).toBe(200);
    expect(await approvalsOf(second).ended(executionId)).toMatchObject({ output: { decision: 'approved' } });
    await second.close();
    await database.drop();
  });
});

describe('who decides', () => {
  it.each([
    [1, { viewer: 403, operator: 403, approver: 200 }],
    [2, { viewer: 403, operator: 403, approver: 403, admin: 200 }],
  ])('is a role of level %i', async (level, roles) => {
    const { id } = await on.ask({ level }, undefined, 'somebody@acme.test');
    for (const [role, status] of Object.entries(roles)) {
      const answer = await on.decide(id, 'approve', keys[role as keyof typeof keys]);
      expect([role, answer.status]).toEqual([role, status]);
    }
  });

  it('is never the requester, with whatever key', async () => {
    const { executionId, id } = await on.ask({}, undefined, 'rita@acme.test');
    const approver = await on.keyOf('rita@acme.test', 'approver');
    const admin = await on.keyOf('Rita@acme.test', 'admin');
    for (const key of [approver, admin])
      for (const how of ['approve', 'reject'] as const) {
        const { status, body } = await on.decide(id, how, key);
        expect([status, body.error]).toEqual([403, expect.stringContaining('requested by rita@acme.test')]);
      }
    expect(await on.row(executionId)).toMatchObject({ status: 'RUNNING' });
    expect((await on.get(id)).decisions).toEqual([]);
  });

  it('is not whom the definition claims, who may only reject', async () => {
    const { id } = await on.ask({ requestedBy: 'Approver@acme.test' });
    expect((await on.decide(id, 'approve', keys.approver)).status).toBe(403);
    expect((await on.decide(id, 'reject', keys.approver)).body).toMatchObject({ status: 'rejected' });
  });

  it('is nobody twice, be it with another key', async () => {
    const { id } = await on.ask({ quorum: 2 });
    expect((await on.decide(id, 'approve', keys.approver)).body).toMatchObject({ status: 'pending' });
    const again = await on.keyOf('approver@acme.test', 'admin');
    for (const how of ['approve', 'reject'] as const)
      expect((await on.decide(id, how, again)).status).toBe(409);
    expect((await on.get(id)).decisions).toHaveLength(1);
  });

  it('is one decision: what is decided answers 409 with how', async () => {
    const { id } = await on.ask();
    await on.decide(id, 'reject', keys.approver);
    const { status, body } = await on.decide(id, 'approve', keys.admin);
    expect([status, body.error]).toEqual([
      409,
      expect.stringMatching(/^It was rejected by approver@acme.test at 2/),
    ]);
  });

  it('is of the tenant: for others it is not there', async () => {
    const { id } = await on.ask();
    const globex = await app.tenant('globex');
    const asked = [
      app.request('GET', `/approvals/${id}`, { key: globex.admin }),
      on.decide(id, 'approve', globex.admin),
      on.decide(id, 'reject', globex.admin),
    ];
    for (const { status } of await Promise.all(asked)) expect(status).toBe(404);
    const list = await app.request<{ items: unknown[] }>('GET', '/approvals', { key: globex.viewer });
    expect(list.body.items).toEqual([]);
    expect(await on.get(id)).toMatchObject({ status: 'pending' });
  });
});

describe('the list', () => {
  it('has filters and pages, newest first, and no details', async () => {
    const { id, executionId } = await on.ask({ details: { secret: 'word' } });
    const { id: later } = await on.ask();
    await on.decide(later, 'approve', keys.admin);
    const list = async (query: string) =>
      (
        await app.request<{ items: ShownApproval[]; nextCursor: string | null }>(
          'GET',
          `/approvals?${query}`,
          {
            key: keys.viewer,
          },
        )
      ).body;
    expect((await list(`executionId=${executionId}`)).items).toEqual([
      expect.objectContaining({ id, executionArn: expect.stringContaining(executionId) as unknown }),
    ]);
    expect((await list(`executionId=${executionId}`)).items[0]).not.toHaveProperty('details');
    expect((await list('status=approved')).items.every(({ status }) => status === 'approved')).toBe(true);
    const first = await list('limit=1');
    expect(first.items.map((one) => one.id)).toEqual([later]);
    const second = await list(`limit=1&cursor=${first.nextCursor ?? ''}`);
    expect(second.items.map((one) => one.id)).toEqual([id]);
  });
});
