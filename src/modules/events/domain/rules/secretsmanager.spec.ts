import { describe, expect, it } from '@jest/globals';
import { judgingBy } from '../../../../../test/events/judged.js';
import { secretsmanagerRules } from './secretsmanager.js';

const judged = judgingBy(secretsmanagerRules, 'secretsmanager');
const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db/prod-a1b2c3';

describe('a secret', () => {
  it('goes by the ARN of the answer, whatever its letters, before a bare name', () => {
    for (const field of ['aRN', 'arn', 'ARN'])
      expect(
        judged('UpdateSecret', { secretId: 'db/prod' }, { responseElements: { [field]: SECRET } }).changes,
      ).toEqual([`changed ${SECRET}`]);
    expect(
      judged('CreateSecret', { name: 'db/prod' }, { responseElements: { arn: SECRET } }).changes,
    ).toEqual([`created ${SECRET}`]);
    const resources = [{ ARN: SECRET, type: 'AWS::SecretsManager::Secret', accountId: '123456789012' }];
    expect(judged('TagResource', { secretId: 'db/prod' }, { resources }).changes).toEqual([
      `changed ${SECRET}`,
    ]);
    expect(judged('TagResource', { secretId: SECRET }).changes).toEqual([`changed ${SECRET}`]);
  });

  it('goes by its name where nothing else is told', () => {
    expect(judged('UntagResource', { secretId: 'db/prod' }).changes).toEqual([
      'changed arn:aws:secretsmanager:eu-west-1:123456789012:secret:db/prod',
    ]);
  });

  it('is gone for everybody when it is deleted, and comes back', () => {
    const responseElements = { aRN: SECRET, deletionDate: 'May 3, 2026 5:51:02 PM' };
    expect(
      judged('DeleteSecret', { secretId: 'db/prod', recoveryWindowInDays: 30 }, { responseElements }).changes,
    ).toEqual([`deleted ${SECRET}`]);
    expect(judged('RestoreSecret', { secretId: 'db/prod' }, { responseElements }).changes).toEqual([
      `changed ${SECRET}`,
    ]);
    expect(judged('DeleteResourcePolicy', { secretId: SECRET }).changes).toEqual([`changed ${SECRET}`]);
  });

  it('is told of by what the service does itself', () => {
    const service = { eventType: 'AwsServiceEvent', additionalEventData: { SecretId: SECRET } };
    expect(judged('RotationSucceeded', null, service).changes).toEqual([`changed ${SECRET}`]);
    expect(judged('EndSecretVersionDelete', null, service).changes).toEqual([`changed ${SECRET}`]);
    expect(judged('RotationStarted', null, service).what).toBe('not_tracked');
  });
});
