import { describe, expect, it } from '@jest/globals';
import { type Fixing, foreignPrincipals, parsePolicy, publicStatements } from './index.js';

const OWN = '111122223333';
const OTHER = '444455556666';
const open = {
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::b/*',
};
const policy = (...all: object[]) => parsePolicy(JSON.stringify({ Statement: all }));
const isPublic = (all: object[], options?: Fixing) => publicStatements(policy(...all), options).length > 0;
const when = (Condition: object) => isPublic([{ ...open, Condition }]);

describe('publicStatements', () => {
  it.each([
    ['*', '*', true],
    ['AWS *', { AWS: '*' }, true],
    ['AWS * among others', { AWS: [OWN, '*'] }, true],
    ['one account', { AWS: OTHER }, false],
    ['a service', { Service: 'cloudtrail.amazonaws.com' }, false],
  ])('principal %s', (_what, Principal, is) => {
    expect(isPublic([{ ...open, Principal }])).toBe(is);
  });

  it('takes NotPrincipal of an Allow for everybody else, and no principal for nobody', () => {
    expect(isPublic([{ ...open, Principal: undefined, NotPrincipal: { AWS: OTHER } }])).toBe(true);
    expect(isPublic([{ ...open, Principal: undefined }])).toBe(false);
    expect(isPublic([{ ...open, Effect: 'Deny' }])).toBe(false);
  });

  it.each([
    ['StringEquals', 'aws:SourceAccount', OWN],
    ['StringEquals', 'AWS:SourceOwner', OWN],
    ['StringEquals', 'aws:PrincipalOrgID', 'o-abcdefgh12'],
    ['StringEquals', 'aws:principalaccount', [OWN, OTHER]],
    ['StringLike', 'aws:SourceVpc', 'vpc-1'],
    ['StringEqualsIgnoreCase', 'aws:SourceVpce', 'vpce-1'],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::logs'],
    ['ArnEquals', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/x`],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-abcdefgh12/r-ab12/*'],
    ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '2001:db8::/32', '198.51.100.7']],
    ['StringEquals', 's3:DataAccessPointAccount', OWN],
    ['StringLike', 's3:DataAccessPointArn', `arn:aws:s3:eu-west-1:${OWN}:accesspoint/*`],
    ['StringEquals', 'aws:userid', 'AIDAEXAMPLE'],
  ])('is restricted by %s of %s %j', (operator, key, value) => {
    expect(when({ [operator]: { [key]: value } })).toBe(false);
  });

  it.each([
    ['StringLike', 'aws:SourceVpc', 'vpc-*'],
    ['StringEquals', 'aws:SourceAccount', ['111122223333', '*']],
    ['StringLike', 'aws:userid', 'AROAEXAMPLE:*'],
    ['StringEquals', 'aws:SourceVpce', '${aws:SourceVpce}'],
    ['StringEqualsIfExists', 'aws:SourceAccount', OWN],
    ['ForAllValues:StringEquals', 'aws:PrincipalOrgID', 'o-abcdefgh12'],
    ['StringNotEquals', 'aws:SourceAccount', OWN],
    ['StringEquals', 'aws:Referer', 'example.com'],
    ['StringEquals', 'aws:UserAgent', 'secret'],
    ['Bool', 'aws:SecureTransport', 'true'],
    ['Null', 'aws:PrincipalOrgID', 'false'],
    ['StringEquals', 'aws:SourceAccount', []],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::*'],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-*'],
    ['IpAddress', 'aws:SourceIp', '0.0.0.0/0'],
    ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '128.0.0.0/1']],
    ['IpAddress', 'aws:SourceIp', '::/0'],
    ['IpAddressIfExists', 'aws:SourceIp', '203.0.113.0/24'],
    ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24'],
  ])('stays public with %s of %s %j', (operator, key, value) => {
    expect(when({ [operator]: { [key]: value } })).toBe(true);
  });

  it('needs one of several conditions to restrict', () => {
    expect(
      when({ Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } }),
    ).toBe(false);
  });

  it('takes an ARN with wildcards for fixed by its account, or, as S3 does, not', () => {
    const Condition = { ArnLike: { 'aws:SourceArn': `arn:aws:events:*:${OWN}:rule/*` } };
    expect(isPublic([{ ...open, Condition }])).toBe(false);
    expect(isPublic([{ ...open, Condition }], { arns: 'whole' })).toBe(true);
  });

  it('knows the keys that a service has of its own', () => {
    const keys = ['elasticfilesystem:AccessedViaMountTarget'];
    const mounted = (value: string) => ({ ...open, Condition: { Bool: { [`${keys[0]}`]: value } } });
    expect(isPublic([mounted('true')])).toBe(true);
    expect(isPublic([mounted('true')], { keys })).toBe(false);
    expect(isPublic([mounted('false')], { keys })).toBe(true);
  });

  describe('with a Deny', () => {
    const deny = (more: object = {}) => ({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'],
      ...more,
    });
    it.each([
      ['of everything to everybody', deny(), false],
      ['of other objects', deny({ Resource: 'arn:aws:s3:::b/secret/*' }), true],
      ['of other actions', deny({ Action: 's3:Put*' }), true],
      ['of one account', deny({ Principal: { AWS: OTHER } }), true],
      ['of all but the owner', deny({ Principal: undefined, NotPrincipal: { AWS: OWN } }), false],
      ['outside of a VPC', deny({ Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } }), false],
      ['outside of any VPC', deny({ Condition: { StringNotLike: { 'aws:SourceVpc': 'vpc-*' } } }), true],
      [
        'outside of networks',
        deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
        false,
      ],
      ['inside of networks', deny({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }), true],
      ['without TLS', deny({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), true],
      [
        'outside of the organization, but for services',
        deny({
          Condition: {
            StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefgh12' },
            BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
          },
        }),
        false,
      ],
      [
        'outside of the organization, without TLS',
        deny({
          Condition: {
            StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefgh12' },
            Bool: { 'aws:SecureTransport': 'false' },
          },
        }),
        true,
      ],
      [
        'that no anonymous request meets',
        deny({ Condition: { 'ForAnyValue:StringNotEquals': { 'aws:PrincipalOrgID': 'o-abcdefgh12' } } }),
        true,
      ],
    ])('%s', (_what, denial, is) => {
      expect(isPublic([open, denial])).toBe(is);
    });

    it('takes all actions on a bucket for all of S3', () => {
      expect(isPublic([{ ...open, Action: '*' }, deny()])).toBe(false);
      expect(isPublic([{ ...open, Action: undefined, NotAction: 's3:PutObject' }, deny()])).toBe(false);
      expect(isPublic([{ ...open, Action: '*' }, deny({ Action: 's3:Get*' })])).toBe(true);
    });
  });
});

describe('foreignPrincipals', () => {
  const accounts = (...all: object[]) =>
    foreignPrincipals(policy(...all), OWN, 'own-canonical').map(({ accountId }) => accountId);

  it.each([
    [{ AWS: OTHER }, [OTHER]],
    [{ AWS: `arn:aws:iam::${OTHER}:root` }, [OTHER]],
    [{ AWS: `arn:aws-cn:iam::${OTHER}:role/x` }, [OTHER]],
    [{ AWS: `arn:aws:sts::${OTHER}:assumed-role/x/y` }, [OTHER]],
    [{ AWS: [OWN, `arn:aws:iam::${OWN}:root`, OTHER] }, [OTHER]],
    [{ Federated: `arn:aws:iam::${OTHER}:saml-provider/x` }, [OTHER]],
    [{ Federated: 'cognito-identity.amazonaws.com' }, []],
    [{ Service: 'logs.amazonaws.com' }, []],
    [{ AWS: 'AIDAJQABLZS4A3QDU576Q' }, []],
    [{ AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' }, []],
    [{ CanonicalUser: 'own-canonical' }, []],
    [{ CanonicalUser: 'somebody' }, [null]],
    ['*', ['*']],
  ])('%j: %j', (Principal, found) => {
    expect(accounts({ ...open, Principal })).toEqual(found);
  });

  it('reads the accounts of everybody off its conditions', () => {
    const allowed = (Condition: object) => accounts({ ...open, Condition });
    expect(allowed({ StringEquals: { 'aws:PrincipalAccount': OWN } })).toEqual([]);
    expect(allowed({ StringEquals: { 'AWS:SourceOwner': [OWN, OTHER] } })).toEqual([OTHER]);
    expect(allowed({ ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${OWN}:*` } })).toEqual([]);
    expect(allowed({ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::x' } })).toEqual(['*']);
    expect(allowed({ StringEqualsIfExists: { 'aws:PrincipalAccount': OWN } })).toEqual(['*']);
    expect(allowed({ StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefgh12' } })).toEqual(['*']);
  });

  it('counts no Deny, and all but one as everybody', () => {
    expect(accounts({ ...open, Effect: 'Deny', Principal: { AWS: OTHER } })).toEqual([]);
    expect(accounts({ ...open, Principal: undefined, NotPrincipal: { AWS: OWN } })).toEqual(['*']);
  });
});
