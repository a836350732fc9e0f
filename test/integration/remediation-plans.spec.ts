import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ABROAD, HOME } from '../e2e/emulated-account.js';
import { ALL_FLAGS, LOGGING, PUBLIC, startPlansApp, VOLUME, type PlansApp } from '../support/plans-app.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to plan for: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

withEmulator('the plan of a remediation (needs MOTO_URL)', () => {
  let app: PlansApp;

  beforeAll(async () => {
    app = await startPlansApp(MOTO_URL ?? '');
  }, 60_000);
  afterAll(() => app?.close());
  beforeEach(() => app.reset());

  it('shows what will be called and what changes by it, and changes nothing', async () => {
    const { name: Bucket, arn } = await app.bucket();
    app.on.proxy.clear();
    const answer = await app.plan(await app.idOf(arn, PUBLIC));
    expect(answer).toMatchObject({
      ...{ planned: 1, refused: 0, unneeded: 0 },
      approval: { required: true, levels: [1], quorum: 1, why: [expect.stringContaining('by default')] },
      blastRadius: { resources: 1, limit: 25, refusals: [] },
      items: [
        {
          ...{ controlId: PUBLIC, status: 'planned', reason: null, note: null, fixId: PUBLIC },
          resource: { arn, type: 'AWS::S3::Bucket', accountId: app.on.account.accountId, region: HOME },
          ...{ title: 'Block public access to the bucket', reversible: true, loses: null },
          words: expect.arrayContaining([expect.stringContaining('BlockPublicAcls')]),
          permissions: { known: true, missing: [] },
          calls: [
            {
              ...{ service: 's3', operation: 'PutPublicAccessBlock', region: HOME },
              input: { Bucket, PublicAccessBlockConfiguration: ALL_FLAGS },
            },
          ],
        },
      ],
    });
    const called = app.on.proxy.calls.map(({ action, method }) => `${method} ${action}`);
    expect(called.length).toBeGreaterThan(4);
    expect(called.filter((one) => /^(PUT|DELETE)/.test(one))).toEqual([]);
    expect(app.iam.asked).toEqual([['s3:PutBucketPublicAccessBlock']]);
    await expect(app.on.account.s3.getPublicAccessBlock({ Bucket })).rejects.toThrow();
  });

  it('is offered for the controls that have a fix', async () => {
    const { app: service, keys } = app.on;
    const { body } = await service.request<{ items: { fixId: string; controls: string[] }[] }>(
      'GET',
      '/remediations/fixes',
      { key: keys.viewer },
    );
    expect(body.items.find(({ fixId }) => fixId === PUBLIC)).toEqual({
      ...{ fixId: PUBLIC, title: 'Block public access to the bucket', resourceType: 'AWS::S3::Bucket' },
      ...{ controls: expect.arrayContaining([PUBLIC]) as unknown, loses: null },
      permissions: expect.arrayContaining(['s3:PutBucketPublicAccessBlock']) as unknown,
    });
    const controls = body.items.flatMap((fix) => fix.controls);
    expect(controls).not.toContain('iam_root_mfa_enabled'); // people alone can do that
    expect(body.items.filter((fix) => fix.controls.length === 0)).toEqual([]);
  });

  it('is refused by a guardrail, before the account is touched', async () => {
    const { arn } = await app.bucket();
    const id = await app.idOf(arn, PUBLIC);
    app.on.proxy.clear();
    const reasons: (string | null | undefined)[] = [];
    for (const settings of [
      { enabled: false },
      { enabled: true, allowedFixes: [LOGGING] },
      { enabled: true, regions: [ABROAD] },
      { enabled: true, hours: [] },
    ]) {
      await app.guardrails(settings);
      const [one] = (await app.plan(id)).items;
      expect(one).toMatchObject({ status: 'refused', calls: [], title: null, permissions: null });
      reasons.push(one?.reason);
    }
    expect(reasons).toEqual(
      ['enabled', 'allowedFixes', 'regions', 'hours'].map((rule) =>
        expect.stringContaining(`(guardrail ${rule}, of the account ${app.on.account.accountId})`),
      ),
    );
    expect(app.on.proxy.count()).toBe(0);
  });

  it('goes by the tags as they are now, not as the inventory has them', async () => {
    const { name: Bucket, arn } = await app.bucket();
    await app.guardrails({ enabled: true, exemptTags: [{ key: 'keep' }] });
    await app.on.account.s3.putBucketTagging({
      Bucket,
      Tagging: { TagSet: [{ Key: 'keep', Value: 'yes' }] },
    });
    expect((await app.planOne(arn, PUBLIC)).reason).toMatch(
      /exempt by its tag keep=yes .guardrail exemptTags/,
    );
  });

  it('is not needed where the control passes by now, and refused where it is gone', async () => {
    const { name: Bucket, arn } = await app.bucket();
    await app.on.account.s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: ALL_FLAGS });
    expect(await app.planOne(arn, PUBLIC)).toMatchObject({
      status: 'unneeded',
      reason: expect.stringMatching(/passes/),
    });
    await app.on.account.s3.deleteBucket({ Bucket });
    expect(await app.planOne(arn, PUBLIC)).toMatchObject({
      ...{ status: 'refused', reason: expect.stringMatching(/not there any more/) },
    });
  });

  it('is refused where the fix would break something', async () => {
    const { name: Bucket, arn } = await app.bucket();
    const WebsiteConfiguration = { IndexDocument: { Suffix: 'index.html' } };
    await app.on.account.s3.putBucketWebsite({ Bucket, WebsiteConfiguration });
    expect((await app.planOne(arn, PUBLIC)).reason).toMatch(/serves a website/);
  });

  it('is refused where a setting of the fix is missing, and goes by it where it is set', async () => {
    const { arn } = await app.bucket();
    expect((await app.planOne(arn, LOGGING)).reason).toMatch(/targetBuckets/);
    const fixSettings = { [LOGGING]: { targetBuckets: { [HOME]: 'logs-of-all' } } };
    await app.guardrails({ enabled: true, fixSettings });
    expect(await app.planOne(arn, LOGGING)).toMatchObject({
      status: 'planned',
      calls: [{ input: { BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs-of-all' } } } }],
    });
  });

  it('needs approval for what cannot be brought back, also where guardrails ask for none', async () => {
    await app.guardrails({ enabled: true, approval: { always: false } });
    const volume = await app.on.account.volume(HOME, 1);
    const { arn } = await app.bucket();
    await app.scan([VOLUME]);
    const [kept, lost] = [await app.idOf(arn, PUBLIC), await app.idOf(volume, VOLUME)];
    expect((await app.plan(kept)).approval).toEqual({ required: false, levels: [], quorum: 0, why: [] });
    const answer = await app.plan(kept, lost);
    expect(answer.items.find(({ findingId }) => findingId === lost)).toMatchObject({
      ...{ status: 'planned', reversible: false, loses: expect.stringContaining('The volume and its id') },
    });
    expect(answer.approval).toMatchObject({ required: true, why: [expect.stringContaining(volume)] });
  });

  it('plans two findings of one resource one by one, in the order of their ids', async () => {
    const fixSettings = { [LOGGING]: { targetBuckets: { [HOME]: 'logs-of-all' } } };
    await app.guardrails({
      enabled: true,
      fixSettings,
      maxResourcesPerRemediation: 1,
      approval: { levels: 2 },
    });
    const one = await app.bucket();
    const ids = [await app.idOf(one.arn, PUBLIC), await app.idOf(one.arn, LOGGING)].sort();
    const answer = await app.plan(...[...ids].reverse());
    expect(answer.items.map(({ findingId }) => findingId)).toEqual(ids);
    expect(answer.items.map(({ note }) => note)).toEqual([null, expect.stringContaining(ids[0] ?? '')]);
    expect(answer).toMatchObject({
      planned: 2,
      blastRadius: { resources: 1, refusals: [] },
      approval: { levels: [1, 2] },
    });
    const other = await app.bucket();
    const { blastRadius } = await app.plan(...ids, await app.idOf(other.arn, PUBLIC));
    expect(blastRadius).toMatchObject({
      resources: 2,
      limit: 1,
      refusals: [expect.stringMatching(/2 resources.*1 are/)],
    });
  });

  it('refuses findings that somebody lets stay, or that are no more', async () => {
    const { arn } = await app.bucket();
    const id = await app.idOf(arn, PUBLIC);
    await app.on.must('POST', `/findings/${id}/suppress`, { reason: 'a test' });
    expect((await app.plan(id)).items[0]).toMatchObject({
      status: 'refused',
      reason: expect.stringMatching(/suppressed/),
    });
    const mended = await app.bucket();
    const resolved = await app.idOf(mended.arn, PUBLIC);
    await app.on.account.s3.putPublicAccessBlock({
      Bucket: mended.name,
      PublicAccessBlockConfiguration: ALL_FLAGS,
    });
    await app.scan([PUBLIC]);
    expect((await app.plan(resolved)).items[0]).toMatchObject({
      status: 'refused',
      reason: expect.stringMatching(/resolved/),
    });
  });

  it('names each finding that there is not, and belongs to operators', async () => {
    const { arn } = await app.bucket();
    const id = await app.idOf(arn, PUBLIC);
    const { status, body } = await app.post(['fnd_none', id, 'fnd_nor_this']);
    expect(status).toBe(400);
    expect(body.details?.map(({ path }) => path)).toEqual(['findingIds.0', 'findingIds.2']);
    expect((await app.post([])).status).toBe(400);
    expect((await app.post([id, id])).status).toBe(400);
    expect((await app.post([id], app.on.keys.viewer)).status).toBe(403);
  });
});
