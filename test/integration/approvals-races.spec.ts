import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ApprovalSweep } from '../../src/modules/workflows/approval-sweep.service.js';
import { eventually, startTestApp, type TestApp } from '../support/app.js';
import { approvalsOf, ApprovalTestModule, HeardFacts } from '../support/approvals.js';

const ROUNDS = 25;

let app: TestApp;
let keys: Awaited<ReturnType<TestApp['tenant']>>;
let on: ReturnType<typeof approvalsOf>;
let client: pg.Client;

beforeAll(async () => {
  app = await startTestApp({}, [ApprovalTestModule]);
  keys = await app.tenant('acme');
  on = approvalsOf(app);
  client = new pg.Client({ connectionString: app.database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await app.close();
});

const sweep = () => app.app.get(ApprovalSweep, { strict: false });
const many = (input?: Parameters<typeof on.ask>[0]) =>
  Promise.all(Array.from({ length: ROUNDS }, () => on.ask(input)));
const dueIn = (id: string, ms: number) =>
  app.database.query(
    'UPDATE approvals SET expires_at = app_now() + make_interval(secs => $2 / 1000.0) WHERE id = $1',
    [id, ms],
  );
const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
type Asked = Awaited<ReturnType<typeof on.ask>>;

/** What must hold however a race ends: one decision, told once, and the workflow went on with just that. */
async function expectOneEnd({
  executionId,
  id,
}: Asked): Promise<{ status: string; expired: boolean; votes: number }> {
  const heard = app.app.get(HeardFacts, { strict: false });
  const end = await on.ended(executionId);
  const { status, expired, decisions } = await on.get(id);
  if (status !== 'cancelled') {
    await eventually(() => Promise.resolve(heard.decided.some(({ key }) => key === id)));
    // a stop after the decision ends the execution; else it goes on with the decision
    if (end.status === 'SUCCEEDED') expect(end.output).toMatchObject({ decision: status, expired });
    else expect(end.status).toBe('ABORTED');
  } else expect(end.status).toBe('ABORTED');
  expect(heard.decided.filter(({ key }) => key === id)).toHaveLength(status === 'cancelled' ? 0 : 1);
  const audit = await on.auditOf(id);
  const votes = audit.filter((line) => /approval\.(approved|rejected)/.test(line)).length;
  expect([votes, new Set(decisions.map(({ decidedBy }) => decidedBy)).size]).toEqual([
    ...[decisions.length, decisions.length],
  ]);
  expect(audit.filter((line) => /approval\.(expired|cancelled)/.test(line)).length).toBe(
    expired || status === 'cancelled' ? 1 : 0,
  );
  return { status, expired, votes };
}

/** One whose task nobody is busy with any more: only the race itself waits for its row. */
async function askedAndQuiet(input?: Parameters<typeof on.ask>[0]): Promise<Asked> {
  const asked = await on.ask(input);
  await eventually(async () => {
    const [task] = await app.database.query<{ is_waiting: boolean }>(
      'SELECT is_waiting FROM execution_tasks WHERE execution_id = $1',
      [asked.executionId],
    );
    return task?.is_waiting;
  });
  return asked;
}

/** How many sessions wait for a lock. */
const waiting = async () =>
  (
    await app.database.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
    )
  )[0]?.n ?? 0;

/** Holds what `sql` locks, begins the work one after the other until each waits, and lets go. */
async function heldBy<T>(sql: string, values: unknown[], works: (() => Promise<T>)[]): Promise<T[]> {
  await client.query('BEGIN');
  await client.query(sql, values);
  const begun: Promise<T>[] = [];
  for (const work of works) {
    begun.push(work());
    await eventually(async () => (await waiting()) >= begun.length);
  }
  await client.query('COMMIT');
  return Promise.all(begun);
}
const TASK = 'SELECT 1 FROM execution_tasks WHERE execution_id = $1 FOR UPDATE';
const APPROVAL = 'SELECT 1 FROM approvals WHERE id = $1 FOR UPDATE';

describe('two approvers at the same time', () => {
  it('are one decision where one is enough', async () => {
    for (const asked of await many()) {
      const answers = await Promise.all([
        on.decide(asked.id, 'approve', keys.approver),
        on.decide(asked.id, 'approve', keys.admin),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await expectOneEnd(asked)).toEqual({ status: 'approved', expired: false, votes: 1 });
    }
  });

  it('are both heard where two are needed, and the workflow goes on once', async () => {
    for (const asked of await many({ quorum: 2 })) {
      const answers = await Promise.all([
        on.decide(asked.id, 'approve', keys.approver),
        on.decide(asked.id, 'approve', keys.admin),
      ]);
      expect(answers.map(({ status, body }) => [status, body.status]).sort()).toEqual([
        [200, 'approved'],
        [200, 'pending'],
      ]);
      expect(await expectOneEnd(asked)).toEqual({ status: 'approved', expired: false, votes: 2 });
    }
  });

  it('who are one person are one, with whatever keys', async () => {
    const again = await on.keyOf('approver@acme.test', 'admin');
    for (const asked of await many({ quorum: 2 })) {
      const answers = await Promise.all(
        [keys.approver, again, keys.approver, again].map((key) => on.decide(asked.id, 'approve', key)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
      expect(await on.get(asked.id)).toMatchObject({ status: 'pending' });
    }
  });

  it('wait for each other behind a lock, and both count', async () => {
    const asked = await askedAndQuiet({ quorum: 2 });
    const answers = await heldBy(
      APPROVAL,
      [asked.id],
      [() => on.decide(asked.id, 'approve', keys.approver), () => on.decide(asked.id, 'approve', keys.admin)],
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await expectOneEnd(asked)).toEqual({ status: 'approved', expired: false, votes: 2 });
  });
});

describe('yes and no at the same time', () => {
  it.each([1, 2])('are one decision, the first, with a quorum of %i', async (quorum) => {
    for (const asked of await many({ quorum })) {
      const answers = await Promise.all([
        on.decide(asked.id, 'approve', keys.approver),
        on.decide(asked.id, 'reject', keys.admin),
      ]);
      const { status, votes } = await expectOneEnd(asked);
      const heard = answers.filter((answer) => answer.status === 200).length;
      expect(heard).toBe(votes);
      if (quorum === 1) expect(heard).toBe(1);
      else expect(status).toBe('rejected'); // a single yes decides nothing
    }
  });
});

describe('an answer and the expiry at the same time', () => {
  it('are one decision, whichever comes first', async () => {
    for (const [i, asked] of (await many()).entries()) {
      await dueIn(asked.id, i % 12);
      const [answer] = await Promise.all([
        on.decide(asked.id, 'approve', keys.approver),
        sweep().expire(),
        sweep().expire(),
      ]);
      await pause(12);
      await sweep().expire();
      const { status, expired } = await expectOneEnd(asked);
      expect([answer.status, status, expired]).toEqual(
        answer.status === 200 ? [200, 'approved', false] : [409, 'rejected', true],
      );
    }
  });

  it('are the answer that came in time, though a sweep waits behind it', async () => {
    const asked = await askedAndQuiet();
    await dueIn(asked.id, 1500);
    const [answer] = await heldBy<unknown>(
      TASK,
      [asked.executionId],
      [
        () => on.decide(asked.id, 'approve', keys.approver),
        async () => {
          await pause(1600);
          await sweep().expire();
        },
      ],
    );
    expect(answer).toMatchObject({ status: 200 });
    expect(await expectOneEnd(asked)).toEqual({ status: 'approved', expired: false, votes: 1 });
  });

  it('are the default where the sweep is first, though an answer waits behind it', async () => {
    const asked = await askedAndQuiet();
    await dueIn(asked.id, 0);
    const [, answer] = await heldBy<unknown>(
      TASK,
      [asked.executionId],
      [() => sweep().expire(), () => on.decide(asked.id, 'approve', keys.approver)],
    );
    expect(answer).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('by default') as unknown },
    });
    expect(await expectOneEnd(asked)).toEqual({ status: 'rejected', expired: true, votes: 0 });
  });
});

describe('an answer and the end of the execution at the same time', () => {
  it('are a decision or none, and nothing between', async () => {
    for (const [i, asked] of (await many()).entries()) {
      const [answer] = await Promise.all([
        on.decide(asked.id, 'approve', keys.approver),
        pause(i % 12).then(() => on.stop(asked.executionId)),
        sweep().cancel(),
      ]);
      await sweep().cancel();
      const { status, votes } = await expectOneEnd(asked);
      expect([answer.status, status, votes]).toEqual(
        answer.status === 200 ? [200, 'approved', 1] : [409, 'cancelled', 0],
      );
    }
  });

  it('is a decision where the answer has the task first', async () => {
    const asked = await askedAndQuiet();
    const [answer] = await heldBy<unknown>(
      TASK,
      [asked.executionId],
      [() => on.decide(asked.id, 'approve', keys.approver), () => on.stop(asked.executionId)],
    );
    expect(answer).toMatchObject({ status: 200, body: { status: 'approved' } });
    expect(await on.ended(asked.executionId)).toMatchObject({ status: 'ABORTED', error: 'Stopped' });
    expect(
      await app.database.query('SELECT 1 FROM execution_tasks WHERE execution_id = $1', [asked.executionId]),
    ).toEqual([]);
  });

  it('is none where the stop has the task first', async () => {
    const asked = await askedAndQuiet();
    const [, answer] = await heldBy<unknown>(
      TASK,
      [asked.executionId],
      [() => on.stop(asked.executionId), () => on.decide(asked.id, 'approve', keys.approver)],
    );
    expect(answer).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining('cancelled') as unknown },
    });
    expect(await expectOneEnd(asked)).toEqual({ status: 'cancelled', expired: false, votes: 0 });
  });
});

describe('all at once', () => {
  it('ends each approval once, without a deadlock', async () => {
    const asked = await many({ quorum: 2 });
    await app.database.query(
      "UPDATE approvals SET expires_at = app_now() + interval '40 ms' WHERE id = ANY($1)",
      [asked.map(({ id }) => id)],
    );
    const works = asked.flatMap(({ id, executionId }, i) => [
      on.decide(id, 'approve', keys.approver),
      on.decide(id, i % 2 === 0 ? 'approve' : 'reject', keys.admin),
      ...(i % 3 === 0 ? [on.stop(executionId)] : []),
    ]);
    await Promise.all([...works, sweep().expire(), sweep().cancel(), sweep().expire()]);
    const answers = (await Promise.all(works)).flatMap((answer) =>
      answer === undefined ? [] : [answer.status],
    );
    expect(answers.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    await pause(50);
    await sweep().expire();
    await sweep().cancel();
    const ends = await Promise.all(asked.map(expectOneEnd));
    expect(ends.map(({ status }) => status)).not.toContain('pending');
    const locks = await app.database.query(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(locks).toEqual([{ deadlocks: 0 }]);
  });
});
