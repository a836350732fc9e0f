import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RollbackRun } from '../../src/modules/remediation/rollback-run.service.js';
import { eventually } from '../support/app.js';
import { PUBLIC, startRemediations, TLS, type RemediationsApp } from '../support/remediations.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(90_000);

withEmulator('a remediation whose worker dies (needs MOTO_URL)', () => {
  let on: RemediationsApp;
  beforeAll(async () => {
    on = await startRemediations(MOTO_URL ?? '');
  });
  afterAll(() => on?.close());
  beforeEach(() => on.guardrails({ approval: { always: false } }));

  const sql = (text: string, values: unknown[]) => on.on.app.database.query(text, values);

  it('is taken back to the end by the next attempt, and no call is made twice', async () => {
    const { Bucket, ids } = await on.bucket(PUBLIC, TLS);
    const id = await on.start(ids, { approvalRequired: false });
    expect((await on.ended(id)).status).toBe('completed');
    on.on.proxy.clear();
    const rollback = {
      ...{
        requestedBy: 'approver@acme.test',
        requestedByKey: 'key_1',
        requestedAt: new Date().toISOString(),
      },
      ...{ reason: null, force: false, left: [] },
    };
    // as the request leaves it, with a job whose worker ends after the first call
    await sql("UPDATE remediations SET status = 'rolling_back', rollback = $2 WHERE id = $1", [id, rollback]);
    const run = on.on.app.app.get(RollbackRun, { strict: false });
    const dying = new AbortController();
    const first = run.run('acme', id, dying.signal);
    const made = () =>
      on.on.proxy.count({ service: 's3', action: 'DeleteBucketPolicy' }) +
      on.on.proxy.count({ service: 's3', action: 'DeletePublicAccessBlock' });
    await eventually(() => Promise.resolve(made() === 1));
    dying.abort(new Error('died'));
    await expect(first).rejects.toThrow('died');
    expect((await on.get(id)).status).toBe('rolling_back');

    await run.run('acme', id, new AbortController().signal);
    expect(await on.get(id)).toMatchObject({ status: 'rolled_back', counts: { restored: 2 } });
    expect(made()).toBe(2);
    expect([await on.blockOf(Bucket), await on.policyOf(Bucket)]).toEqual([null, null]);
    await run.run('acme', id, new AbortController().signal); // a job that is delivered twice
    expect(made()).toBe(2);
  });

  it('is closed where its workflow has ended without it, and everything is taken back', async () => {
    const { Bucket, ids } = await on.bucket(PUBLIC);
    const id = await on.start(ids, { approvalRequired: false });
    expect((await on.ended(id)).status).toBe('completed');
    await on.execution(id);
    await eventually(() => on.on.isIdle()); // its own end is told by now
    // as a timeout of the whole execution leaves it: no state of it has seen that
    await sql("UPDATE remediations SET status = 'applying', ended_at = NULL WHERE id = $1", [id]);
    const { AbandonedRemediations } =
      await import('../../src/modules/remediation/abandoned-remediations.service.js');
    const { executionId } = await on.get(id);
    await on.on.app.app.get(AbandonedRemediations, { strict: false }).find('acme', executionId, 'TIMED_OUT');
    expect(await on.ended(id)).toMatchObject({
      status: 'restored',
      reason: expect.stringContaining('TIMED_OUT'),
    });
    expect(await on.blockOf(Bucket)).toBeNull();
  });
});
