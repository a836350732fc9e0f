import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChangePlanner, type WantedChange } from '../../src/modules/remediation/index.js';
import { HOME } from '../e2e/emulated-account.js';
import { PUBLIC, ROLE, startPlansApp, VOLUME, type PlansApp } from '../support/plans-app.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to plan for: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

withEmulator('what the plan of a remediation refuses (needs MOTO_URL)', () => {
  let app: PlansApp;

  beforeAll(async () => {
    app = await startPlansApp(MOTO_URL ?? '');
  }, 60_000);
  afterAll(() => app?.close());
  beforeEach(() => app.reset());

  it('names what a role may not read, and the role', async () => {
    const { arn } = await app.bucket();
    app.on.proxy.rules = [{ match: { service: 's3', action: 'GetPublicAccessBlock' }, fault: 'deny' }];
    const { status, reason } = await app.planOne(arn, PUBLIC);
    expect(status).toBe('refused');
    expect(reason).toMatch(new RegExp(`^The role ${ROLE} is not allowed s3:GetBucketPublicAccessBlock`));
  });

  it('says to try again where AWS throttles', async () => {
    const { arn } = await app.bucket();
    app.on.proxy.rules = [{ match: { service: 's3', action: 'GetBucketWebsite' }, fault: 'throttle' }];
    expect(await app.planOne(arn, PUBLIC)).toMatchObject({
      ...{
        status: 'refused',
        reason: expect.stringMatching(/did not answer s3:GetBucketWebsite.*try again$/),
      },
    });
  }, 30_000);

  it('names the role that cannot be assumed, and what to deploy', async () => {
    const { arn } = await app.bucket();
    const planner = app.on.app.app.get(ChangePlanner, { strict: false });
    const finding = await app.on.finding(arn, PUBLIC);
    const wanted: WantedChange = {
      ...{ findingId: finding.id, controlId: PUBLIC, resourceArn: arn, resourceType: finding.resourceType },
      ...{ accountId: finding.accountId, region: finding.region, tags: {} },
    };
    app.on.proxy.rules = [{ match: { service: 'sts', action: 'AssumeRole' }, fault: 'deny' }];
    const planning = { sessionName: 'nobody-yet', now: new Date() };
    const planned = await planner.plan('acme', [wanted], planning, AbortSignal.timeout(20_000));
    expect(planned).toMatchObject([
      {
        ...{ status: 'refused', plan: null, before: null },
        reason: expect.stringMatching(
          new RegExp(`^The role ${ROLE} .*cannot be assumed.*remediation-trust.json`),
        ),
      },
    ]);
  });

  it('is refused where the control has no evidence', async () => {
    const { arn } = await app.bucket();
    await app.planOne(arn, PUBLIC);
    // the role for changes has read it before the one that reads
    const accessKeyId = app.on.proxy.calls
      .filter(({ action }) => action === 'GetPublicAccessBlock')
      .at(-1)?.accessKeyId;
    const match = { action: 'GetPublicAccessBlock', accessKeyId: accessKeyId ?? '' };
    app.on.proxy.rules = [{ match, fault: 'deny' }];
    expect(await app.planOne(arn, PUBLIC)).toMatchObject({
      ...{ status: 'refused', reason: expect.stringMatching(/says no_evidence.*AccessDenied/) },
    });
  });

  describe('what IAM says of the role', () => {
    it('refuses what the role lacks, action by action', async () => {
      app.iam.decide = ({ action, role }) => {
        expect(role).toBe(`arn:aws:iam::${app.on.account.accountId}:role/${ROLE}`);
        return { decision: action === 's3:PutBucketPublicAccessBlock' ? 'implicitDeny' : 'allowed' };
      };
      const { arn } = await app.bucket();
      expect((await app.planOne(arn, PUBLIC)).reason).toBe(
        `The role ${ROLE} is not allowed s3:PutBucketPublicAccessBlock`,
      );
    });

    it('counts what is allowed anywhere, but not what is forbidden on the resource', async () => {
      const { arn } = await app.bucket();
      app.iam.decide = ({ resource }) => ({ decision: resource === '*' ? 'allowed' : 'implicitDeny' });
      expect((await app.planOne(arn, PUBLIC)).status).toBe('planned');
      app.iam.decide = ({ resource }) => ({ decision: resource === '*' ? 'implicitDeny' : 'allowed' });
      expect((await app.planOne(arn, PUBLIC)).status).toBe('planned');
      app.iam.decide = ({ resource }) => ({ decision: resource === '*' ? 'allowed' : 'explicitDeny' });
      expect((await app.planOne(arn, PUBLIC)).status).toBe('refused');
    });

    it('is shown as unknown where it cannot be asked, or a condition needs the call itself', async () => {
      const { arn } = await app.bucket();
      const unknown = { status: 'planned', permissions: { known: false, missing: [] } };
      app.iam.decide = undefined;
      expect(await app.planOne(arn, PUBLIC)).toMatchObject(unknown);
      app.iam.decide = () => ({ decision: 'implicitDeny', missing: ['aws:ResourceTag/team'] });
      expect(await app.planOne(arn, PUBLIC)).toMatchObject(unknown);
    });

    it('is read to its last page', async () => {
      const volume = await app.on.account.volume(HOME, 1);
      await app.scan([VOLUME]);
      app.iam.pageSize = 1;
      app.iam.decide = ({ action }) => ({
        decision: action === 'ec2:DescribeSnapshots' ? 'implicitDeny' : 'allowed',
      });
      expect((await app.planOne(volume, VOLUME)).reason).toBe(
        `The role ${ROLE} is not allowed ec2:DescribeSnapshots`,
      );
      app.iam.pageSize = 100;
    });
  });

  it('has for people what no fix mends, with what they can do', async () => {
    const { arn } = await app.bucket();
    const finding = await app.on.finding(arn, PUBLIC);
    const planner = app.on.app.app.get(ChangePlanner, { strict: false });
    const wanted: WantedChange = {
      ...{
        findingId: finding.id,
        controlId: 'ec2_instance_stopped',
        resourceArn: arn,
        resourceType: 'AWS::EC2::Instance',
      },
      ...{ accountId: finding.accountId, region: finding.region, tags: {} },
    };
    const planning = { sessionName: 'plan', now: new Date() };
    const signal = AbortSignal.timeout(20_000);
    const [byPeople, unknown] = await planner.plan(
      'acme',
      [wanted, { ...wanted, fixId: 'nope' }],
      planning,
      signal,
    );
    expect(byPeople).toMatchObject({ status: 'refused', fixId: 'none' });
    expect(byPeople?.reason).toMatch(
      /^There is no fix for the control ec2_instance_stopped: people mend it\. \w+/,
    );
    expect(unknown).toMatchObject({ status: 'refused', reason: 'There is no fix nope' });
    await expect(
      planner.plan('acme', [wanted], planning, AbortSignal.abort(new Error('enough'))),
    ).rejects.toThrow('enough');
  });
});
