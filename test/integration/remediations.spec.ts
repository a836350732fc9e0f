import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  ALL_BLOCKED,
  PUBLIC,
  startRemediations,
  TLS,
  VERSIONING,
  type RemediationsApp,
} from '../support/remediations.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(90_000);

/** On the emulator every role may do all: what is denied is denied by a proxy before it. */
withEmulator('a remediation (needs MOTO_URL)', () => {
  let on: RemediationsApp;
  beforeAll(async () => {
    on = await startRemediations(MOTO_URL ?? '');
  });
  afterAll(() => on?.close());
  beforeEach(() => on.guardrails({ approval: { always: false } }));
  afterEach(() => {
    on.on.proxy.rules = [];
    on.on.proxy.latencyMs = 0;
  });

  it('plans, applies and verifies, and tells each call with before and after', async () => {
    const { Bucket, arn, id: findingId } = await on.bucket(PUBLIC);
    const id = await on.start([findingId], { approvalRequired: false });
    const done = await on.ended(id);
    expect(done).toMatchObject({
      ...{ status: 'completed', reason: null, counts: { verified: 1 }, requestedBy: 'operator@acme.test' },
      ...{ approvals: [], rollback: null, findingIds: [findingId] },
      changes: [
        {
          ...{ status: 'verified', resourceArn: arn, findingId, controlId: PUBLIC, loses: null },
          calls: [
            { phase: 'apply', service: 's3', operation: 'PutPublicAccessBlock', status: 'done', attempts: 1 },
          ],
          verdict: { kind: 'control', verdict: 'pass' },
          before: { block: null },
        },
      ],
    });
    expect(done.changes[0]?.after).not.toEqual(done.changes[0]?.before);
    expect(await on.blockOf(Bucket)).toEqual(ALL_BLOCKED);
    expect(await on.execution(id)).toMatchObject({
      status: 'SUCCEEDED',
      output: { remediationId: id, status: 'completed', counts: { verified: 1 } },
    });
    const list = (query: string) =>
      on.on.get<{ items: { remediationId: string }[] }>(`/remediations?${query}`);
    for (const query of [`findingId=${findingId}`, `resourceArn=${encodeURIComponent(arn)}`]) {
      expect((await list(query)).items.map(({ remediationId }) => remediationId)).toEqual([id]);
      expect((await list(`${query}&status=failed`)).items).toEqual([]);
    }
    // the resource is looked at again, and the finding is resolved by it
    const finding = () => on.on.finding(arn, PUBLIC);
    await eventuallyIs(async () => (await finding()).status, 'resolved');
  });

  it('of a dry run ends with the plan, and changes nothing', async () => {
    const { Bucket, arn, ids } = await on.bucket(PUBLIC, VERSIONING);
    const id = await on.start(ids, { dryRun: true });
    expect(await on.ended(id)).toMatchObject({ status: 'planned', counts: { planned: 2 } });
    const { status, output } = await on.execution(id);
    expect([status, output]).toMatchObject([
      'SUCCEEDED',
      {
        status: 'planned',
        plan: {
          changes: expect.arrayContaining([
            expect.objectContaining({
              resourceArn: arn,
              calls: [expect.objectContaining({ call: 's3:PutPublicAccessBlock', input: expect.anything() })],
            }),
          ]),
          notShown: 0,
        },
      },
    ]);
    expect(await on.blockOf(Bucket)).toBeNull();
    expect((await on.ask('POST', `/remediations/${id}/rollback`, {}, on.on.keys.approver)).status).toBe(409);
  });

  it('takes back what was done where another change fails, and says so', async () => {
    const { Bucket, ids } = await on.bucket(PUBLIC, TLS);
    on.on.proxy.rules = [{ match: { service: 's3', action: 'PutBucketPolicy' }, fault: 'deny' }];
    const id = await on.start(ids, { approvalRequired: false });
    const done = await on.ended(id);
    expect(done).toMatchObject({ status: 'restored', reason: expect.stringContaining('s3:PutBucketPolicy') });
    expect(done.changes.map(({ status }) => status)).toEqual(['restored', 'restored']);
    expect(await on.blockOf(Bucket)).toBeNull();
    expect(await on.execution(id)).toMatchObject({ status: 'FAILED', error: 'FixFailed' });
  });

  it('leaves what was done where it is told to', async () => {
    const { Bucket, ids } = await on.bucket(PUBLIC, TLS);
    on.on.proxy.rules = [{ match: { service: 's3', action: 'PutBucketPolicy' }, fault: 'deny' }];
    const id = await on.start(ids, { approvalRequired: false, restoreOnFailure: false });
    const done = await on.ended(id);
    expect(done).toMatchObject({ status: 'failed', counts: { verified: 1, failed: 1 } });
    expect(await on.blockOf(Bucket)).toEqual(ALL_BLOCKED);
  });

  it('makes one change of a resource after the other, each by a plan of its own', async () => {
    const { Bucket, ids } = await on.bucket(PUBLIC, TLS);
    const id = await on.start(ids, { approvalRequired: false });
    expect(await on.ended(id)).toMatchObject({ status: 'completed', counts: { verified: 2 } });
    expect(await on.policyOf(Bucket)).toMatchObject({ Statement: [expect.anything()] });
  });

  it('is refused as a whole, and is no failure, where guardrails allow nothing of it', async () => {
    const { id: findingId } = await on.bucket(PUBLIC);
    await on.guardrails({ approval: { always: false }, allowedFixes: [] });
    const id = await on.start([findingId], { approvalRequired: false });
    expect(await on.ended(id)).toMatchObject({
      status: 'refused',
      reason: expect.stringContaining('allowedFixes'),
      counts: { refused: 1 },
    });
    expect(await on.execution(id)).toMatchObject({ status: 'SUCCEEDED', output: { status: 'refused' } });
  });

  it('is one for one Idempotency-Key, and 409 for another request', async () => {
    const { id: findingId } = await on.bucket(PUBLIC);
    const headers = { 'Idempotency-Key': 'monday' };
    const post = (body: object) => on.ask('POST', '/remediations', body, on.on.keys.operator, headers);
    const body = { findingIds: [findingId], dryRun: true };
    const [one, two] = await Promise.all([post(body), post(body)]);
    await on.ended(one.body.remediationId);
    const late = await post(body);
    expect([one.status, two.status, late.status]).toEqual([202, 202, 202]);
    expect(new Set([one, two, late].map((answer) => answer.body.remediationId)).size).toBe(1);
    expect((await post({ ...body, dryRun: false })).status).toBe(409);
    const empty = await on.ask('POST', '/remediations', body, on.on.keys.operator, {
      'Idempotency-Key': 'x'.repeat(300),
    });
    expect([empty.status, empty.body.details?.[0]?.path]).toEqual([400, 'Idempotency-Key']);
  });

  it('of findings that there are not is a 400 that names each', async () => {
    const { id: findingId } = await on.bucket(PUBLIC);
    const { status, body } = await on.ask('POST', '/remediations', { findingIds: [findingId, 'fnd_none'] });
    expect([status, body.details?.map(({ path }) => path)]).toEqual([400, ['findingIds.1']]);
    const viewer = await on.ask('POST', '/remediations', { findingIds: [findingId] }, on.on.keys.viewer);
    expect(viewer.status).toBe(403);
  });

  it('that somebody stops leaves nothing half done', async () => {
    const { Bucket, ids } = await on.bucket(PUBLIC, TLS);
    on.on.proxy.latencyMs = 200;
    const id = await on.start(ids, { approvalRequired: false });
    await eventuallyIs(async () => (await on.blockOf(Bucket)) !== null, true);
    const { executionArn } = await on.get(id);
    await on.on.must('PUT', `/workflows/${executionArn ?? ''}/stop`, {});
    on.on.proxy.latencyMs = 0;
    const done = await on.ended(id);
    expect(done.status).toBe('aborted');
    expect(done.changes.map(({ status }) => status)).not.toContain('applying');
  });
});

async function eventuallyIs<T>(look: () => Promise<T>, wanted: T): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if ((await look()) === wanted) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  expect(await look()).toBe(wanted);
}
