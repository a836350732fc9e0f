import { describe, expect, it } from '@jest/globals';
import { containedTypes, containmentFor, typeOfArn } from './containment-for.js';
import { evidenceHash } from './evidence-hash.js';
import { dedupeKeyOf, executionIdOf, incidentIdOf } from './identity.js';
import { reportOf } from './report.js';
import { containments } from '../../remediation/domain/containments/index.js';

describe('an incident', () => {
  it('has the id of the execution that opens it', () => {
    expect(incidentIdOf('exe_0198c7')).toBe('inc_0198c7');
    expect(executionIdOf('inc_0198c7')).toBe('exe_0198c7');
  });

  it('is the same where type and resources are, in whatever order; without resources nothing says so', () => {
    expect(dedupeKeyOf('leak', ['b', 'a'])).toBe(dedupeKeyOf('leak', ['a', 'b']));
    expect(dedupeKeyOf('leak', ['a'])).not.toBe(dedupeKeyOf('theft', ['a']));
    expect(dedupeKeyOf('leak', ['a'])).not.toBe(dedupeKeyOf('leak', ['a', 'b']));
    expect(dedupeKeyOf('leak', [])).toBeNull();
  });
});

describe('what contains a resource', () => {
  it('is there for each type that it is said of, and is about that type', () => {
    const byId = new Map(containments.map(({ id, type }) => [id, type]));
    expect(containedTypes.map((type) => byId.get(containmentFor(type) ?? ''))).toEqual(containedTypes);
    expect(containmentFor('AWS::SQS::Queue')).toBeUndefined();
    expect(containmentFor('constructor')).toBeUndefined();
  });

  it.each([
    ['arn:aws:ec2:eu-west-1:111122223333:instance/i-1', 'AWS::EC2::Instance'],
    ['arn:aws:ec2:eu-west-1:111122223333:volume/vol-1', undefined],
    ['arn:aws:iam::111122223333:user/team/alice', 'AWS::IAM::User'],
    ['arn:aws:iam::111122223333:user/alice/access-key/AKIA1', 'AWS::IAM::AccessKey'],
    ['arn:aws:iam::111122223333:role/alice', undefined],
    ['arn:aws:s3:::bucket', 'AWS::S3::Bucket'],
    ['arn:aws:s3:::bucket/key', undefined],
  ])('knows by the ARN %s: %s', (arn, type) => {
    expect(typeOfArn(arn)).toBe(type);
  });
});

describe('evidence', () => {
  it('has a hash that its fields in another order do not change, and any other value does', () => {
    const hash = evidenceHash({ b: [1, { d: null, c: 'x' }], a: true });
    expect(evidenceHash(JSON.parse('{"a":true,"b":[1,{"c":"x","d":null}]}'))).toBe(hash);
    expect(evidenceHash({ b: [1, { d: null, c: 'y' }], a: true })).not.toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('the report', () => {
  it('says how fast it went, and what was never done', () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute));
    const report = reportOf(
      {
        ...{ status: 'closed', createdAt: at(0), acknowledgedAt: at(2), containedAt: null, releasedAt: null },
        escalationLevel: 1,
      },
      { outcome: 'resolved', summary: 's', by: 'a@acme.test', at: at(30) },
      [{ at: at(2), what: 'acknowledged', who: 'a@acme.test' }],
      [{ fixId: 'contain-user', resourceArn: 'arn:u', status: 'failed', isLeft: true }],
    );
    expect(report).toMatchObject({
      ...{ secondsToAcknowledge: 120, secondsToContain: null, secondsToRelease: null, secondsToClose: 1800 },
      ...{ escalations: 1, keptContained: true, closedBy: 'a@acme.test' },
      actions: [{ at: '2026-11-21T12:02:00.000Z', what: 'acknowledged', who: 'a@acme.test' }],
      containments: [{ fixId: 'contain-user', resourceArn: 'arn:u', status: 'failed' }],
    });
  });
});
