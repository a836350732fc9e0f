import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RemediationAnswer } from '../../src/modules/remediation/remediations.schemas.js';
import { eventually } from '../support/app.js';
import {
  ALL_BLOCKED,
  PUBLIC,
  startRemediations,
  VERSIONING,
  type RemediationsApp,
} from '../support/remediations.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(90_000);

withEmulator('people who agree to a remediation (needs MOTO_URL)', () => {
  let on: RemediationsApp;
  let keys: RemediationsApp['on']['keys'];
  let otherAdmin: string;
  beforeAll(async () => {
    on = await startRemediations(MOTO_URL ?? '');
    keys = on.on.keys;
    otherAdmin = await on.keyOf('ada@acme.test', 'admin');
  });
  afterAll(() => on?.close());
  beforeEach(() => on.guardrails({ approval: { always: true, levels: 2 } }));

  interface Details {
    remediationId: string;
    planVersion: number;
    why: string[];
    changes: { resourceArn: string; words: string[]; calls: { call: string }[]; loses: string | null }[];
  }
  const detailsOf = async (approvalId: string) =>
    (await on.on.get<{ details: Details }>(`/approvals/${approvalId}`)).details;
  const statusOf = ({ changes }: RemediationAnswer) => changes.map(({ status }) => status);

  it('are asked level by level, with the plan, and are named', async () => {
    const { Bucket, arn, id: findingId } = await on.bucket(PUBLIC);
    const id = await on.start([findingId]);
    const first = await on.waiting(id, 1);
    expect(await on.get(id)).toMatchObject({
      status: 'waiting_for_approval',
      approval: { required: true, levels: [1, 2], quorum: 1 },
    });
    expect(await detailsOf(first.approvalId)).toMatchObject({
      ...{ remediationId: id, planVersion: 1, why: expect.arrayContaining(['Approval was asked for']) },
      changes: [{ resourceArn: arn, calls: [{ call: 's3:PutPublicAccessBlock' }], loses: null }],
    });
    expect((await on.decide(first.approvalId, 'approve', keys.approver, { comment: 'tonight' })).status).toBe(
      200,
    );
    const second = await on.waiting(id, 2);
    expect(second.approvalId).not.toBe(first.approvalId);
    expect(await on.blockOf(Bucket)).toBeNull(); // one level is not enough
    expect((await on.decide(second.approvalId, 'approve', keys.admin)).status).toBe(200);
    const done = await on.ended(id);
    expect(done).toMatchObject({
      status: 'completed',
      approvals: [
        {
          ...{ level: 1, status: 'approved', planVersion: 1 },
          decisions: [{ decision: 'approved', decidedBy: 'approver@acme.test', comment: 'tonight' }],
        },
        { level: 2, status: 'approved', decisions: [{ decidedBy: 'admin@acme.test' }] },
      ],
    });
    expect(await on.blockOf(Bucket)).toEqual(ALL_BLOCKED);
    const entries = await eventually(async () => {
      const { items } = await on.on.get<{ items: { kind: string; what: string; details: object }[] }>(
        `/resources/${encodeURIComponent(arn)}/timeline?kind=approval`,
      );
      return items.length >= 2 && items;
    });
    expect(entries).toMatchObject([
      { what: 'approved', details: { remediationId: id, level: 2, decidedBy: ['admin@acme.test'] } },
      { what: 'approved', details: { remediationId: id, level: 1, decidedBy: ['approver@acme.test'] } },
    ]);
  });

  it('are never who asked, nor viewers and operators, nor somebody twice', async () => {
    const { id: findingId } = await on.bucket(PUBLIC);
    const { body } = await on.ask('POST', '/remediations', { findingIds: [findingId] }, keys.admin);
    const id = body.remediationId;
    const { approvalId } = await on.waiting(id, 1);
    const sameApprover = await on.keyOf('admin@acme.test', 'approver');
    for (const key of [keys.viewer, keys.operator, keys.admin, sameApprover])
      expect((await on.decide(approvalId, 'approve', key)).status).toBe(403);
    expect((await on.decide(approvalId, 'approve', otherAdmin)).status).toBe(200);
    const second = await on.waiting(id, 2);
    expect((await on.decide(second.approvalId, 'approve', keys.approver)).status).toBe(403); // level 2 is for admins
    const twice = await on.decide(second.approvalId, 'approve', otherAdmin);
    expect([twice.status, twice.body.error]).toEqual([409, expect.stringContaining('level 1 already')]);
    const third = await on.keyOf('grace@acme.test', 'admin');
    expect((await on.decide(second.approvalId, 'approve', third)).status).toBe(200);
    expect((await on.ended(id)).status).toBe('completed');
  });

  it('may say no at any level, which is an answer and no failure', async () => {
    const { Bucket, id: findingId } = await on.bucket(PUBLIC);
    const id = await on.start([findingId]);
    await on.decide((await on.waiting(id, 1)).approvalId, 'approve', keys.approver);
    await on.decide((await on.waiting(id, 2)).approvalId, 'reject', otherAdmin, {
      comment: 'it is a website',
    });
    const done = await on.ended(id);
    const reason = 'Rejected at level 2 by ada@acme.test: it is a website';
    expect(done).toMatchObject({ status: 'rejected', reason, counts: { planned: 1 } });
    expect(await on.execution(id)).toMatchObject({
      status: 'SUCCEEDED',
      output: { status: 'rejected', reason },
    });
    expect(await on.blockOf(Bucket)).toBeNull();
  });

  it('who say no at the first level leave nobody else to be asked', async () => {
    const { id: findingId } = await on.bucket(PUBLIC);
    const id = await on.start([findingId]);
    await on.decide((await on.waiting(id, 1)).approvalId, 'reject', keys.approver);
    expect((await on.ended(id)).approvals.map(({ level }) => level)).toEqual([1]);
  });

  it('who say nothing in time have not agreed', async () => {
    const { Bucket, id: findingId } = await on.bucket(PUBLIC);
    const id = await on.start([findingId]);
    const { approvalId } = await on.waiting(id, 1);
    await on.on.app.database.query(
      "UPDATE approvals SET expires_at = app_now() - interval '1 ms' WHERE id = $1",
      [approvalId],
    );
    const done = await on.ended(id);
    expect(done).toMatchObject({
      status: 'rejected',
      reason: expect.stringMatching(/^Nobody decided at level 1/),
    });
    expect(await on.blockOf(Bucket)).toBeNull();
  });

  it('are asked about what cannot be taken back, whatever guardrails and the request say', async () => {
    await on.guardrails({ approval: { always: false } });
    const { ids } = await on.bucket(VERSIONING);
    const id = await on.start(ids, { approvalRequired: false });
    const { approvalId } = await on.waiting(id, 1);
    const { changes, why } = await detailsOf(approvalId);
    expect(changes[0]?.loses).toEqual(expect.stringContaining('suspended'));
    expect(why[0]).toContain('cannot be taken back');
    await on.decide(approvalId, 'approve', keys.approver);
    expect((await on.ended(id)).status).toBe('completed');
    const rollback = await on.ask('POST', `/remediations/${id}/rollback`, {}, keys.approver);
    expect([rollback.status, rollback.body.details?.[0]?.message]).toEqual([
      409,
      expect.stringContaining('suspended'),
    ]);
  });

  it('are not asked again where the resource has changed and the calls are the same', async () => {
    await on.guardrails({ approval: { always: true, levels: 1 } });
    const { Bucket, id: findingId } = await on.bucket(PUBLIC);
    const id = await on.start([findingId]);
    const { approvalId } = await on.waiting(id, 1);
    const half = { ...ALL_BLOCKED, BlockPublicPolicy: false };
    await on.on.account.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: half });
    await on.decide(approvalId, 'approve', keys.approver);
    const done = await on.ended(id);
    expect(done).toMatchObject({ status: 'completed', planVersion: 2, approvals: [{ status: 'approved' }] });
    // it goes back to how it was when it was changed, and not to how it was when it was first planned
    expect(done.changes[0]?.before).toMatchObject({ block: { PublicAccessBlockConfiguration: half } });
  });

  it('are not asked to agree to what somebody else has done meanwhile', async () => {
    await on.guardrails({ approval: { always: true, levels: 1 } });
    const { Bucket, ids } = await on.bucket(PUBLIC, VERSIONING);
    const id = await on.start(ids);
    const { approvalId } = await on.waiting(id, 1);
    await on.on.account.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: ALL_BLOCKED });
    await on.decide(approvalId, 'approve', keys.approver);
    expect(statusOf(await on.ended(id)).sort()).toEqual(['unneeded', 'verified']);
  });
});
