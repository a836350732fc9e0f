import { describe, expect, it } from '@jest/globals';
import { namesakeOf } from './namesake.js';

const iam = 'arn:aws:iam::111111111111:';
const place = { accountId: '111111111111' };

describe('namesakeOf', () => {
  it.each([
    [`${iam}user/al_ice`, 'AWS::IAM::User', `${iam}user/%/al\\_ice`],
    [`${iam}role/deploy`, 'AWS::IAM::Role', `${iam}role/%/deploy`],
    [`${iam}policy/p`, 'AWS::IAM::ManagedPolicy', `${iam}policy/%/p`],
    [`${iam}user/alice/access-key/AKIA1`, 'AWS::IAM::AccessKey', `${iam}user/%/alice/access-key/AKIA1`],
    [`${iam}role/deploy/policy/inline`, 'AWS::IAM::Policy', `${iam}role/%/deploy/policy/inline`],
  ])('looks for the path that %s may have', (arn, type, like) => {
    expect(namesakeOf(arn)).toEqual({ ...place, type, like });
  });

  it('looks for the end of the ARN of a secret', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:db';
    expect(namesakeOf(arn)).toEqual({
      ...{ ...place, type: 'AWS::SecretsManager::Secret' },
      like: `${arn}-______`,
    });
  });

  it.each([`${iam}user/eng/alice`, `${iam}root`, 'arn:aws:s3:::bucket', `${iam}mfa/alice`])(
    'takes %s as it is',
    (arn) => expect(namesakeOf(arn)).toBeUndefined(),
  );
});
