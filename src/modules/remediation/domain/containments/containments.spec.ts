import { describe, expect, it } from '@jest/globals';
import type { Fix, FixPlan, State, Target } from '../fix.js';
import { containAccessKey } from './access-key.js';
import { containBucket } from './bucket.js';
import { containInstance } from './instance.js';
import { containUser, QUARANTINE_POLICY } from './user.js';

const target = (arn: string, tags: Record<string, string> = {}): Target => ({
  ...{ arn, tags, type: 'x', accountId: '111122223333', region: 'eu-west-1', partition: 'aws' },
  name: arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1),
});
const planned = (fix: Fix, of: Target, state: State): FixPlan =>
  fix.plan({ target: of, state, evidence: {}, settings: {}, now: new Date(0) });
const wordsOf = (plan: FixPlan) => (plan.does === 'change' ? plan.words.join('\n') : plan.reason);

describe('a key', () => {
  const key = target('arn:aws:iam::111122223333:user/team/alice/access-key/AKIA1');
  const state = (...keys: [string, string][]) => ({
    keys: { AccessKeyMetadata: keys.map(([AccessKeyId, Status]) => ({ AccessKeyId, Status })) },
  });

  it('is deactivated under the name of its user, whatever path that has', () => {
    const plan = planned(containAccessKey, key, state(['AKIA1', 'Active']));
    expect(plan).toMatchObject({
      does: 'change',
      calls: [{ input: { UserName: 'alice', AccessKeyId: 'AKIA1', Status: 'Inactive' } }],
    });
    expect(wordsOf(plan)).toContain('quarantine of the user');
  });

  it('of the root user, or that is gone, is for people; one that is inactive stays so', () => {
    const root = target('arn:aws:iam::111122223333:root/access-key/AKIA1');
    expect(planned(containAccessKey, root, state(['AKIA1', 'Active']))).toMatchObject({ does: 'refuse' });
    expect(planned(containAccessKey, key, state())).toMatchObject({ does: 'refuse' });
    expect(planned(containAccessKey, key, { keys: null })).toMatchObject({ does: 'refuse' });
    expect(planned(containAccessKey, key, state(['AKIA1', 'Inactive']))).toMatchObject({ does: 'nothing' });
  });

  it('is alone in its state: another key of the user is of no concern', () => {
    const { about } = containAccessKey.reads['keys'] ?? {};
    expect(about?.(state(['AKIA2', 'Active'], ['AKIA1', 'Active']).keys, key)).toEqual(
      state(['AKIA1', 'Active']).keys,
    );
  });
});

describe('a user', () => {
  const user = target('arn:aws:iam::111122223333:user/alice');
  const User = { User: { UserId: 'AIDA1', UserName: 'alice' } };
  const policy = (document: object) => ({ PolicyDocument: encodeURIComponent(JSON.stringify(document)) });

  it('who is gone is refused; one under quarantine stays so', () => {
    expect(planned(containUser, user, { user: null, quarantine: null })).toMatchObject({ does: 'refuse' });
    const plan = planned(containUser, user, { user: User, quarantine: null });
    if (plan.does !== 'change') throw new Error('nothing is planned');
    const document = JSON.parse(String(plan.calls[0]?.input['PolicyDocument'])) as object;
    expect(document).toMatchObject({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] });
    const under = { user: User, quarantine: policy(document) };
    expect(planned(containUser, user, under)).toMatchObject({ does: 'nothing' });
    expect(containUser.holds?.(under)).toBe(true);
  });

  it('gets back what stood under that name', () => {
    const before = { user: User, quarantine: policy({ Version: '2012-10-17', Statement: [] }) };
    expect(containUser.restore({ target: user, before, results: {} })).toMatchObject([
      {
        operation: 'PutUserPolicy',
        input: {
          PolicyName: QUARANTINE_POLICY,
          PolicyDocument: '{"Version":"2012-10-17","Statement":[]}',
        },
      },
    ]);
    expect(containUser.holds?.(before)).toBe(false);
  });
});

describe('an instance', () => {
  const instance = target('arn:aws:ec2:eu-west-1:111122223333:instance/i-1');
  const eni = (id: string, vpc: string, ...groups: string[]) => ({
    ...{ NetworkInterfaceId: id, VpcId: vpc },
    Groups: groups.map((name) => ({ GroupId: `sg-${name}`, GroupName: name })),
  });
  const state = (...interfaces: object[]) => ({ instance: { interfaces } });

  it('that is gone is refused; one that is isolated stays so', () => {
    expect(planned(containInstance, instance, { instance: null })).toMatchObject({ does: 'refuse' });
    expect(planned(containInstance, instance, state())).toMatchObject({ does: 'refuse' });
    const alone = state(eni('eni-1', 'vpc-1', 'shepherd-quarantine'));
    expect(planned(containInstance, instance, alone)).toMatchObject({ does: 'nothing' });
    const both = state(eni('eni-1', 'vpc-1', 'shepherd-quarantine', 'web'));
    expect(planned(containInstance, instance, both)).toMatchObject({ does: 'change' });
  });

  it('gets the group of the VPC of each interface, and leaves one alone that is isolated', () => {
    const plan = planned(
      containInstance,
      instance,
      state(
        eni('eni-1', 'vpc-1', 'web'),
        eni('eni-2', 'vpc-2', 'web'),
        eni('eni-3', 'vpc-1', 'shepherd-quarantine'),
      ),
    );
    if (plan.does !== 'change') throw new Error('nothing is planned');
    expect(plan.calls.filter(({ operation }) => operation === 'CreateSecurityGroup')).toHaveLength(2);
    expect(plan.calls.slice(-2)).toMatchObject([
      { input: { NetworkInterfaceId: 'eni-1', Groups: [{ $result: 'quarantine0' }] } },
      { input: { NetworkInterfaceId: 'eni-2', Groups: [{ $result: 'quarantine1' }] } },
    ]);
    expect(wordsOf(plan)).toContain('web (sg-web)');
  });

  it('of an Auto Scaling group is said to be replaced by it', () => {
    const scaled = target(instance.arn, { 'aws:autoscaling:groupName': 'fleet' });
    expect(wordsOf(planned(containInstance, scaled, state(eni('e', 'v', 'web'))))).toContain('fleet');
  });

  it('is put nowhere where the group has a rule: the calls wait for there being none', () => {
    const plan = planned(containInstance, instance, state(eni('eni-1', 'vpc-1', 'web')));
    if (plan.does !== 'change') throw new Error('nothing is planned');
    const order = plan.calls.map(({ until, operation }) => until?.path ?? operation);
    expect(order).toEqual([
      ...['CreateSecurityGroup', 'SecurityGroups.0.IpPermissions.length'],
      ...['RevokeSecurityGroupEgress', 'RevokeSecurityGroupEgress'],
      ...['SecurityGroups.0.IpPermissionsEgress.length', 'ModifyNetworkInterfaceAttribute'],
    ]);
  });
});

describe('a bucket', () => {
  const bucket = target('arn:aws:s3:::b');
  it('that serves a website is shut too, and the words say so', () => {
    expect(wordsOf(planned(containBucket, bucket, { block: null, website: {} }))).toContain('website');
    expect(wordsOf(planned(containBucket, bucket, { block: null, website: null }))).not.toContain('website');
  });
});
