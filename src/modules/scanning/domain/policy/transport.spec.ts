import { describe, expect, it } from '@jest/globals';
import { deniesInsecureTransport, minimumTlsVersion, parsePolicy } from './index.js';

const BUCKET = ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'];
const deny = (more: object = {}) => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: BUCKET,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  ...more,
});
const policy = (...all: object[]) => parsePolicy(JSON.stringify({ Statement: all }));
const denies = (...all: object[]) => deniesInsecureTransport(policy(...all), BUCKET);

describe('deniesInsecureTransport', () => {
  it.each([
    ['as AWS writes it', {}],
    ['AWS *', { Principal: { AWS: '*' } }],
    ['a boolean', { Condition: { Bool: { 'aws:SecureTransport': false } } }],
    ['IfExists', { Condition: { BoolIfExists: { 'aws:securetransport': ['false'] } } }],
    ['every action', { Action: '*' }],
    ['one pattern for both', { Resource: 'arn:aws:s3:::b*' }],
    ['every resource', { Resource: '*' }],
    ['all but another bucket', { Resource: undefined, NotResource: 'arn:aws:s3:::c/*' }],
    [
      'S3’s own key, also where it is missing',
      { Condition: { NumericLessThanIfExists: { 's3:TlsVersion': '1.2' } } },
    ],
    ['everything', { Condition: undefined }],
    [
      'but for services',
      { Condition: { Bool: { 'aws:SecureTransport': 'false', 'aws:PrincipalIsAWSService': 'false' } } },
    ],
  ])('is done by %s', (_what, more) => {
    expect(denies(deny(more))).toBe(true);
  });

  it.each([
    ['an Allow with TLS', { Effect: 'Allow', Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ['a Deny with TLS', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ['one account', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['all but one', { Principal: undefined, NotPrincipal: { AWS: '111122223333' } }],
    ['the bucket alone', { Resource: BUCKET[0] }],
    ['the objects alone', { Resource: BUCKET[1] }],
    ['another bucket', { Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'] }],
    ['some objects', { Resource: [BUCKET[0], 'arn:aws:s3:::b/public/*'] }],
    ['some actions', { Action: ['s3:GetObject', 's3:PutObject'] }],
    ['all but one action', { Action: undefined, NotAction: 's3:GetObject' }],
    [
      'a further condition',
      { Condition: { Bool: { 'aws:SecureTransport': 'false' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } } },
    ],
    [
      'a version of TLS, which plain HTTP has not',
      { Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } },
    ],
    ['another key', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } }],
  ])('is not done by %s', (_what, more) => {
    expect(denies(deny(more))).toBe(false);
  });

  it('may be done in two statements', () => {
    expect(denies(deny({ Resource: BUCKET[0] }), deny({ Resource: BUCKET[1] }))).toBe(true);
    expect(denies()).toBe(false);
  });

  it('holds for other services, and for the actions that they ask for', () => {
    const topic = 'arn:aws:sns:eu-west-1:111122223333:t';
    const publish = policy(deny({ Action: 'SNS:Publish', Resource: topic }));
    expect(deniesInsecureTransport(publish, [topic])).toBe(false);
    expect(deniesInsecureTransport(publish, [topic], ['sns:Publish'])).toBe(true);
    expect(deniesInsecureTransport(publish, [])).toBe(false);
  });
});

describe('minimumTlsVersion', () => {
  it('is the lowest that everybody has to have', () => {
    const below = (version: string, more: object = {}) =>
      deny({ Condition: { NumericLessThan: { 's3:TlsVersion': version } }, ...more });
    expect(minimumTlsVersion(policy(below('1.2')), BUCKET)).toBe(1.2);
    expect(minimumTlsVersion(policy(below('1.2'), below('1.3', { Resource: BUCKET[0] })), BUCKET)).toBe(1.2);
    expect(minimumTlsVersion(policy(below('1.2', { Resource: BUCKET[0] })), BUCKET)).toBeNull();
    expect(minimumTlsVersion(policy(deny()), BUCKET)).toBeNull();
  });
});
