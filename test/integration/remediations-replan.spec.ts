import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PUBLIC, startRemediations, TLS, type RemediationsApp } from '../support/remediations.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(90_000);

withEmulator('a remediation whose resources do not hold still (needs MOTO_URL)', () => {
  let on: RemediationsApp;
  beforeAll(async () => {
    on = await startRemediations(MOTO_URL ?? '');
  });
  afterAll(() => on?.close());
  beforeEach(() => on.guardrails({ approval: { always: true, levels: 1 } }));

  const statement = (Sid: string, Bucket: string) => ({
    ...{ Sid, Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket' },
    Resource: `arn:aws:s3:::${Bucket}`,
  });
  const putPolicy = (Bucket: string, ...sids: string[]) => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: sids.map((sid) => statement(sid, Bucket)),
    });
    return on.on.account.s3.putBucketPolicy({ Bucket, Policy });
  };
  const approve = async (id: string) =>
    on.decide((await on.waiting(id, 1)).approvalId, 'approve', on.on.keys.approver);

  it('is put to people anew where it would make other calls than they have agreed to', async () => {
    const { Bucket, id: findingId } = await on.bucket(TLS);
    const id = await on.start([findingId]);
    const first = await on.waiting(id, 1);
    await putPolicy(Bucket, 'Since'); // the merged policy is another one by that
    await on.decide(first.approvalId, 'approve', on.on.keys.approver);
    const second = await on.waiting(id, 1);
    expect([first.planVersion, second.planVersion]).toEqual([1, 2]);
    expect(JSON.stringify(await on.policyOf(Bucket))).not.toContain('SecureTransport');
    await on.decide(second.approvalId, 'approve', on.on.keys.approver);
    expect((await on.ended(id)).status).toBe('completed');
    const policy = JSON.stringify(await on.policyOf(Bucket));
    expect([policy.includes('Since'), policy.includes('SecureTransport')]).toEqual([true, true]);
  });

  it('is given up where it never holds still', async () => {
    const { Bucket, id: findingId } = await on.bucket(TLS);
    const id = await on.start([findingId]);
    for (let n = 0; n < 4; n += 1) {
      const { approvalId } = await on.waiting(id, 1);
      await putPolicy(Bucket, `Change${n}`);
      await on.decide(approvalId, 'approve', on.on.keys.approver);
    }
    const done = await on.ended(id);
    expect(done).toMatchObject({ status: 'failed', reason: expect.stringContaining('PlanKeepsChanging') });
    expect(await on.execution(id)).toMatchObject({ status: 'FAILED', error: 'PlanKeepsChanging' });
  });

  it('leaves a finding alone that was resolved while people thought about it', async () => {
    const { id: findingId } = await on.bucket(PUBLIC);
    const id = await on.start([findingId]);
    await on.waiting(id, 1);
    await on.on.app.database.query(
      "UPDATE findings SET status = 'resolved', resolved_at = now() WHERE id = $1",
      [findingId],
    );
    await approve(id);
    expect(await on.ended(id)).toMatchObject({
      ...{ status: 'refused', counts: { refused: 1 } },
      reason: expect.stringContaining('resolved'),
    });
  });
});
