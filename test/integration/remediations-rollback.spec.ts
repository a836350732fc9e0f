import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { RollbackAnswer } from '../../src/modules/remediation/remediations.schemas.js';
import { eventually } from '../support/app.js';
import {
  ALL_BLOCKED,
  PUBLIC,
  startRemediations,
  TLS,
  VERSIONING,
  type Refused,
  type RemediationsApp,
} from '../support/remediations.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(90_000);

withEmulator('the way back (needs MOTO_URL)', () => {
  let on: RemediationsApp;
  let keys: RemediationsApp['on']['keys'];
  beforeAll(async () => {
    on = await startRemediations(MOTO_URL ?? '');
    keys = on.on.keys;
  });
  afterAll(() => on?.close());
  beforeEach(() => on.guardrails({ approval: { always: false } }));
  afterEach(async () => {
    on.on.proxy.rules = [];
    on.on.proxy.latencyMs = 0;
    await on.ask('PUT', '/remediations/kill-switch', { engaged: false }, keys.admin);
  });

  const rollBack = (id: string, body: object = {}, key = keys.approver) =>
    on.ask<RollbackAnswer & Refused>('POST', `/remediations/${id}/rollback`, body, key);
  const completed = async (...controls: string[]) => {
    const bucket = await on.bucket(...controls);
    const id = await on.start(bucket.ids, { approvalRequired: false });
    expect((await on.ended(id)).status).toBe('completed');
    return { ...bucket, id };
  };
  const HALF = { ...ALL_BLOCKED, BlockPublicPolicy: false };

  it('shows what it would call, then restores each change, the last first, and is one however often it is asked for', async () => {
    const { Bucket, id } = await completed(PUBLIC, TLS);
    const before = (await on.get(id)).changes.map((change) => change.before);
    const dry = await rollBack(id, { dryRun: true });
    expect([dry.status, dry.body]).toMatchObject([
      202,
      {
        dryRun: true,
        status: 'completed',
        irreversible: [],
        changes: [{ movedOn: null }, { movedOn: null }],
      },
    ]);
    const operations = dry.body.changes.flatMap(({ calls }) =>
      (calls ?? []).map(({ operation }) => operation),
    );
    expect(operations.toSorted()).toEqual(['DeleteBucketPolicy', 'DeletePublicAccessBlock']);
    expect(await on.blockOf(Bucket)).toEqual(ALL_BLOCKED);

    expect((await rollBack(id, {}, keys.operator)).status).toBe(403);
    const answers = await Promise.all([rollBack(id, { reason: 'too much' }), rollBack(id), rollBack(id)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const done = await on.ended(id);
    expect(done).toMatchObject({
      ...{ status: 'rolled_back', reason: null, counts: { restored: 2 } },
      rollback: { requestedBy: 'approver@acme.test', force: false, left: [] },
    });
    expect([await on.blockOf(Bucket), await on.policyOf(Bucket)]).toEqual([null, null]);
    const [first, last] = done.changes;
    expect(Number(new Date(last?.restoredAt ?? 0))).toBeLessThan(Number(new Date(first?.restoredAt ?? 0)));
    expect(done.changes.map((change) => change.before)).toEqual(before);
    const again = await rollBack(id);
    expect([again.status, again.body.status]).toEqual([202, 'rolled_back']);
    const audits = await on.on.app.database.query<{ action: string }>(
      'SELECT action FROM audit_log WHERE target_id = $1 ORDER BY id',
      [id],
    );
    expect(audits.map(({ action }) => action)).toEqual([
      ...['remediation.completed', 'remediation.rollback_requested', 'remediation.rolled_back'],
    ]);
  });

  it('is refused where somebody has changed a resource since, naming the change, unless it is forced', async () => {
    const { Bucket, id, arn } = await completed(PUBLIC);
    await on.on.account.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: HALF });
    const { changes } = await on.get(id);
    const refused = await rollBack(id);
    expect([refused.status, refused.body.details]).toMatchObject([
      409,
      [{ path: `changes.${changes[0]?.changeId ?? ''}`, message: expect.stringContaining(arn) }],
    ]);
    expect(refused.body.details?.[0]?.message).toContain('BlockPublicPolicy: was true, is false');
    expect([(await on.get(id)).status, await on.blockOf(Bucket)]).toEqual(['completed', HALF]);
    expect((await rollBack(id, { force: true })).status).toBe(202);
    expect((await on.ended(id)).status).toBe('rolled_back');
    expect(await on.blockOf(Bucket)).toBeNull();
  });

  it('that fails says what is left, and may be asked for again', async () => {
    const { Bucket, id, arn } = await completed(PUBLIC, TLS);
    on.on.proxy.rules = [{ match: { service: 's3', action: 'DeleteBucketPolicy' }, fault: 'deny' }];
    await rollBack(id);
    const failed = await on.ended(id);
    expect(failed).toMatchObject({
      ...{ status: 'rollback_failed', reason: expect.stringContaining('s3:DeleteBucketPolicy') },
      rollback: { left: expect.arrayContaining([expect.objectContaining({ resourceArn: arn })]) },
    });
    on.on.proxy.rules = [];
    expect((await rollBack(id)).status).toBe(202);
    expect((await on.ended(id)).status).toBe('rolled_back');
    expect(await on.policyOf(Bucket)).toBeNull();
  });

  it('names what cannot be taken back, and takes back the rest', async () => {
    const { ids, Bucket, arn } = await on.bucket(PUBLIC, VERSIONING);
    const id = await on.start(ids, { approvalRequired: false });
    await on.decide((await on.waiting(id, 1)).approvalId, 'approve', keys.approver);
    expect((await on.ended(id)).counts).toEqual({ verified: 2 });
    const { body } = await rollBack(id);
    expect(body.irreversible).toMatchObject([{ resourceArn: arn, isIrreversible: true }]);
    const done = await on.ended(id);
    expect(done).toMatchObject({
      status: 'rolled_back',
      reason: expect.stringContaining('Not taken back'),
      rollback: { left: [{ isIrreversible: true }] },
    });
    expect(await on.blockOf(Bucket)).toBeNull();
  });

  it('is none of a remediation that there is not, or that goes on', async () => {
    expect((await rollBack('rem_none')).status).toBe(404);
    const { ids } = await on.bucket(VERSIONING);
    const id = await on.start(ids);
    const { approvalId } = await on.waiting(id, 1);
    expect((await rollBack(id)).status).toBe(409);
    await on.decide(approvalId, 'reject', keys.approver);
    await on.ended(id);
    const { status, body } = await rollBack(id);
    expect([status, body.error]).toEqual([409, 'There is nothing to take back']);
  });

  describe('and the kill switch', () => {
    const engage = () =>
      on.ask('PUT', '/remediations/kill-switch', { engaged: true, reason: 'an outage' }, keys.operator);

    it('stops a remediation between two changes, restores nothing by itself, and leaves it to people', async () => {
      const { Bucket, ids } = await on.bucket(PUBLIC, TLS);
      on.on.proxy.clear();
      on.on.proxy.latencyMs = 150;
      const id = await on.start(ids, { approvalRequired: false });
      const changes = () =>
        on.on.proxy.count({ service: 's3', action: 'PutPublicAccessBlock' }) +
        on.on.proxy.count({ service: 's3', action: 'PutBucketPolicy' });
      await eventually(() => Promise.resolve(changes() === 1));
      expect((await engage()).status).toBe(200);
      on.on.proxy.latencyMs = 0;
      const done = await on.ended(id);
      expect(done).toMatchObject({ status: 'stopped', reason: expect.stringContaining('kill switch') });
      expect(await on.execution(id)).toMatchObject({ status: 'FAILED', error: 'KillSwitch' });
      expect(changes()).toBe(1);
      expect(done.changes.some(({ status }) => status === 'restored')).toBe(false);

      expect((await rollBack(id)).status).toBe(409);
      const { status } = await on.ask('POST', '/remediations', { findingIds: ids });
      expect(status).toBe(409); // nothing new begins either
      await on.ask('PUT', '/remediations/kill-switch', { engaged: false }, keys.admin);
      expect((await rollBack(id)).status).toBe(202);
      expect((await on.ended(id)).status).toBe('rolled_back');
      expect([await on.blockOf(Bucket), await on.policyOf(Bucket)]).toEqual([null, null]);
    });

    it('lets a dry run through', async () => {
      const { ids } = await on.bucket(PUBLIC);
      await engage();
      const id = await on.start(ids, { dryRun: true });
      expect((await on.ended(id)).status).toBe('planned');
    });

    it('that falls while people think stops it before its first call', async () => {
      const { Bucket, ids } = await on.bucket(PUBLIC);
      const id = await on.start(ids);
      const { approvalId } = await on.waiting(id, 1);
      await engage();
      await on.decide(approvalId, 'approve', keys.approver);
      expect(await on.ended(id)).toMatchObject({ status: 'stopped', counts: { planned: 1 } });
      expect(await on.execution(id)).toMatchObject({ status: 'FAILED', error: 'KillSwitch' });
      expect(await on.blockOf(Bucket)).toBeNull();
    });
  });
});
