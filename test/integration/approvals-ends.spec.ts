import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApprovalSweep } from '../../src/modules/workflows/approval-sweep.service.js';
import { newId } from '../../src/shared/ids.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import {
  approvalsOf,
  ApprovalTestModule,
  asking,
  HeardFacts,
  type ShownApproval,
} from '../support/approvals.js';

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
let on: ReturnType<typeof approvalsOf>;

beforeAll(async () => {
  app = await startTestApp({}, [ApprovalTestModule]);
  keys = await app.tenant('acme');
  on = approvalsOf(app);
});
afterAll(() => app.close());

const expireNow = (id: string) =>
  app.database.query("UPDATE approvals SET expires_at = app_now() - interval '1 ms' WHERE id = $1", [id]);
const sweep = () => app.app.get(ApprovalSweep, { strict: false });

describe('time', () => {
  it.each([
    ['reject', 'rejected'],
    ['approve', 'approved'],
  ])('brings the default when nobody decides: %s', async (defaultDecision, decision) => {
    const heard = app.app.get(HeardFacts, { strict: false });
    const { executionId, id } = await on.ask({ defaultDecision, expiresInSeconds: 1, quorum: 2 });
    await on.decide(id, 'approve', keys.approver); // one of two is nobody
    const end = await on.ended(executionId); // by the queue's own sweep
    expect(end).toMatchObject({
      status: 'SUCCEEDED',
      output: { decision, approvalId: id, expired: true, decidedBy: [], comments: [] },
    });
    expect(await on.get(id)).toMatchObject({ status: decision, expired: true });
    const late = await on.decide(id, 'approve', keys.admin);
    expect([late.status, late.body.error]).toEqual([409, expect.stringContaining(`${decision} by default`)]);
    expect((await on.auditOf(id)).at(-1)).toBe('approval.expired compliance-shepherd');
    const fact = await eventually(() => Promise.resolve(heard.decided.find(({ key }) => key === id)));
    expect(fact.payload).toMatchObject({ decision, isExpired: true, decidedBy: [] });
  });

  it('is up for an answer that comes late, before a sweep has found it', async () => {
    const { executionId, id } = await on.ask();
    await expireNow(id);
    const { status, body } = await on.decide(id, 'approve', keys.admin);
    expect([status, body.error]).toEqual([409, expect.stringContaining('rejected by default')]);
    expect(await on.ended(executionId)).toMatchObject({ output: { decision: 'rejected', expired: true } });
  });

  it('is up for many at once, and each is decided once', async () => {
    const asked = await Promise.all(Array.from({ length: 40 }, () => on.ask()));
    await app.database.query(
      "UPDATE approvals SET expires_at = app_now() - interval '1 ms' WHERE id = ANY($1)",
      [asked.map(({ id }) => id)],
    );
    await Promise.all([sweep().expire(), sweep().expire(), sweep().expire()]);
    for (const { executionId, id } of asked) {
      expect(await on.ended(executionId)).toMatchObject({ output: { decision: 'rejected', expired: true } });
      expect(await on.auditOf(id)).toEqual([
        'approval.requested operator@acme.test',
        'approval.expired compliance-shepherd',
      ]);
    }
  });
});

describe('what nobody waits for any more', () => {
  it.each([1, 2])('is cancelled when somebody wants to decide it, with a quorum of %i', async (quorum) => {
    const { executionId, id } = await on.ask({ quorum });
    await on.stop(executionId);
    const { status, body } = await on.decide(id, 'approve', keys.admin);
    expect([status, body.error]).toEqual([409, expect.stringContaining('cancelled')]);
    expect(await on.get(id)).toMatchObject({ status: 'cancelled', decisions: [] });
    expect(await on.auditOf(id)).toEqual([
      'approval.requested operator@acme.test',
      'approval.cancelled compliance-shepherd',
    ]);
  });

  it('is cancelled by the sweep, and what is waited for is left alone', async () => {
    const gone = await on.ask();
    const open = await on.ask();
    await on.stop(gone.executionId);
    await sweep().cancel();
    expect([await on.get(gone.id), await on.get(open.id)]).toMatchObject([
      { status: 'cancelled', decidedAt: expect.any(String) as unknown },
      { status: 'pending' },
    ]);
  });

  it('is cancelled where the state went another way, which may ask anew', async () => {
    const late = [{ ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Again' }];
    const program = asking('request-approval', { TimeoutSeconds: 1, Catch: late });
    const { Ask: again } = asking('request-approval').States;
    if (again === undefined) throw new Error('it asks nothing');
    const { executionId, id } = await on.ask({}, { ...program, States: { ...program.States, Again: again } });
    const second = await eventually(async () => {
      const { body } = await app.request<{ items: ShownApproval[] }>(
        'GET',
        `/approvals?executionId=${executionId}`,
        {
          key: keys.viewer,
        },
      );
      return body.items.find((one) => one.id !== id);
    });
    expect((await on.decide(id, 'approve', keys.admin)).body.error).toContain('cancelled');
    await on.decide(second.id, 'approve', keys.admin);
    expect(await on.ended(executionId)).toMatchObject({
      output: { decision: 'approved', approvalId: second.id },
    });
  });
});

describe('an approval that a state machine on Step Functions waits for', () => {
  /** As the poller of the task queue leaves it when the handler has asked. */
  const onAws = async (status: string) => {
    const [executionId, id, taskId] = [newId('exe'), newId('apr'), newId('job')];
    const stopped = status === 'RUNNING' ? null : new Date();
    await app.database.query(
      `INSERT INTO executions (id, tenant_id, state_machine, name, workflow_type, engine, status, priority, input, version,
         correlation_id, requested_by, requested_by_key, created_at, stopped_at)
       VALUES ($1, 'acme', 'Asking', $1, 'asking', 'aws', $2, 2, '{}', 0, 'req_aws', 'operator@acme.test', 'key_1', app_now(), $3)`,
      [executionId, status, stopped],
    );
    await app.database.query(
      `INSERT INTO workflow_task_results (token_hash, tenant_id, token, outcome) VALUES ($1, 'acme', $1, '{"type":"waits"}')`,
      [taskId],
    );
    await app.database.query(
      `INSERT INTO approvals (id, tenant_id, execution_id, task_id, workflow_type, title, details, level, quorum, status,
         default_decision, requested_by, requested_by_key, correlation_id, expires_at)
       VALUES ($1, 'acme', $2, $3, 'asking', 'May it?', '{}', 1, 1, 'pending', 'reject', 'operator@acme.test', 'key_1',
         'req_aws', app_now() + interval '1 hour')`,
      [id, executionId, taskId],
    );
    return { executionId, id, taskId };
  };
  const outcomeOf = async (taskId: string) => {
    const [row] = await app.database.query<{ outcome: string }>(
      'SELECT outcome FROM workflow_task_results WHERE token_hash = $1',
      [taskId],
    );
    return JSON.parse(row?.outcome ?? 'null') as unknown;
  };

  it('is answered by a job that is written with the decision', async () => {
    const { id, taskId } = await onAws('RUNNING');
    await sweep().cancel(); // waits for nobody here, and is left alone
    expect((await on.decide(id, 'approve', keys.approver)).body).toMatchObject({ status: 'approved' });
    expect(await outcomeOf(taskId)).toMatchObject({
      type: 'succeeded',
      output: { decision: 'approved', approvalId: id, decidedBy: ['approver@acme.test'] },
    });
    const jobs = await app.database.query("SELECT name FROM jobs WHERE payload ->> 'taskId' = $1", [taskId]);
    expect(jobs).toEqual([{ name: 'workflow.answer-task' }]);
  });

  it('is cancelled with its execution', async () => {
    const { id, taskId } = await onAws('ABORTED');
    await sweep().cancel();
    expect(await on.get(id)).toMatchObject({ status: 'cancelled' });
    expect(await outcomeOf(taskId)).toEqual({ type: 'waits' });
  });
});

describe('a definition that asks wrongly', () => {
  it.each([
    [{ title: '' }, 'title'],
    [{ level: 3 }, 'level'],
    [{ quorum: 0 }, 'quorum'],
    [{ expiresInSeconds: 0 }, 'expiresInSeconds'],
    [{ defaultDecision: 'maybe' }, 'defaultDecision'],
    [{ details: { text: 'a\u0000b' } }, 'details'],
    [{ details: { text: 'x'.repeat(40_000) } }, 'details'],
    [{ requestedBy: 7 }, 'requestedBy'],
    [{ defaultDescision: 'approve' }, 'defaultDescision'],
  ])('fails with the field named: %#', async (input, field) => {
    const executionId = await on.start({ title: 'May it?', ...input });
    const end = await on.ended(executionId);
    expect(end).toMatchObject({ status: 'FAILED', error: 'INVALID' });
    expect(end.cause).toContain(field);
  });
});

describe('the answer to a task', () => {
  it.each([true, false])('counts before its handler has ended; by its token: %s', async (byToken) => {
    const executionId = await on.start(
      { type: 'succeeded', output: { said: 'yes' }, byToken },
      asking('answered-at-once'),
    );
    expect(await on.ended(executionId)).toMatchObject({ status: 'SUCCEEDED', output: { said: 'yes' } });
    expect((await on.historyOf(executionId)).filter((type) => type.startsWith('Task'))).toEqual([
      ...[
        'TaskStateEntered',
        'TaskScheduled',
        'TaskStarted',
        'TaskSubmitted',
        'TaskSucceeded',
        'TaskStateExited',
      ],
    ]);
  });

  it('may be a failure', async () => {
    const answer = { type: 'failed', error: 'Refused', cause: 'by somebody', byToken: false };
    const executionId = await on.start(answer, asking('answered-at-once'));
    expect(await on.ended(executionId)).toMatchObject({
      status: 'FAILED',
      error: 'Refused',
      cause: 'by somebody',
    });
  });
});
