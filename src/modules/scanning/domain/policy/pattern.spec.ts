import { describe, expect, it } from '@jest/globals';
import {
  allowsAdministrator,
  coversAction,
  coversAllActions,
  coversAllResources,
  coversResource,
  matchesPattern,
  parsePolicy,
  patternsMeet,
  type Statement,
  touchesAction,
} from './index.js';

const statements = (...all: object[]): Statement[] =>
  parsePolicy(JSON.stringify({ Statement: all.map((one) => ({ Effect: 'Allow', Resource: '*', ...one })) }))
    .statements;
const first = (one: object): Statement => {
  const [statement] = statements(one);
  if (statement === undefined) throw new Error('none');
  return statement;
};

describe('matchesPattern', () => {
  it.each([
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a*c', 'abbbc', true],
    ['a*c', 'abbb', false],
    ['a*b*c', 'a-b-b-c', true],
    ['*ab', 'aab', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['?', 'é', true],
    ['?', '💡', true],
    ['a.c', 'abc', false],
    ['[a]+(', '[a]+(', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', false],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/', true],
    ['arn:aws:s3:::B/*', 'arn:aws:s3:::b/k', false],
    ['a${*}', 'a*', true],
    ['a${*}', 'ab', false],
    ['a${$}b', 'a$b', true],
    ['home/${aws:username}', 'home/alice', false],
  ])('%p holds %p: %p', (pattern, value, holds) => {
    expect(matchesPattern(pattern, value)).toBe(holds);
  });

  it('holds a whole pattern only by a *', () => {
    expect(matchesPattern('s3:*', 's3:Get*')).toBe(true);
    expect(matchesPattern('s3:Get*', 's3:*')).toBe(false);
    expect(matchesPattern('s3:?', 's3:*')).toBe(false);
  });

  it('takes no time that grows with the pattern’s wildcards', () => {
    const started = performance.now();
    expect(matchesPattern('*a'.repeat(1_000) + 'b', 'a'.repeat(5_000))).toBe(false);
    expect(patternsMeet('*a'.repeat(300) + 'b', 'a*'.repeat(300) + 'c')).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('patternsMeet', () => {
  it.each([
    ['s3:Put*', 's3:*Object', true],
    ['s3:Put*', 's3:Get*', false],
    ['s3:Put*', 's3:PutObject', true],
    ['a?', 'a', false],
    ['a?', '*', true],
    ['', '*', true],
    ['a*b', 'a?c', false],
    ['a*b', 'a?c*', true],
  ])('%p and %p: %p', (one, other, meet) => {
    expect(patternsMeet(one, other)).toBe(meet);
    expect(patternsMeet(other, one)).toBe(meet);
  });
});

describe('coversAction', () => {
  it('knows no case', () => {
    expect(coversAction(first({ Action: 'S3:getobject' }), 's3:GetObject')).toBe(true);
    expect(coversAction(first({ Action: 's3:Get*' }), 'S3:GETOBJECT')).toBe(true);
  });

  it('takes NotAction for all the others', () => {
    const allButIam = first({ NotAction: ['iam:*', 's3:PutObject'] });
    expect(coversAction(allButIam, 's3:GetObject')).toBe(true);
    expect(coversAction(allButIam, 'IAM:CreateUser')).toBe(false);
    expect(coversAction(allButIam, 's3:*')).toBe(false);
    expect(coversAction(allButIam, 'ec2:*')).toBe(true);
  });

  it('tells what is only touched from what is covered', () => {
    expect(touchesAction(first({ Action: 's3:PutObject' }), 's3:Put*')).toBe(true);
    expect(coversAction(first({ Action: 's3:PutObject' }), 's3:Put*')).toBe(false);
    expect(touchesAction(first({ NotAction: 's3:PutObject' }), 's3:Put*')).toBe(true);
    expect(touchesAction(first({ NotAction: 's3:*' }), 's3:Put*')).toBe(false);
    expect(touchesAction(first({ Action: 's3:Get*' }), 's3:Put*')).toBe(false);
  });
});

describe('coversAllActions, coversAllResources', () => {
  it.each([
    [{ Action: '*' }, true],
    [{ Action: '*:*' }, true],
    [{ Action: ['s3:Get*', '**'] }, true],
    [{ Action: 's3:*' }, false],
    [{ Action: ['s3:*', 'ec2:*'] }, false],
    [{ Action: '*:Get*' }, false],
    [{ NotAction: 'iam:*' }, false],
  ])('%j: %p', (one, all) => {
    expect(coversAllActions(first(one))).toBe(all);
  });

  it.each([
    [{ Resource: '*' }, true],
    [{ Resource: 'arn:*' }, true],
    [{ Resource: ['arn:aws:s3:::a', '*'] }, true],
    [{ Resource: 'arn:aws:s3:::*' }, false],
    [{ Resource: undefined, NotResource: 'arn:aws:s3:::a' }, false],
    [{ Resource: undefined }, true],
  ])('%j: %p', (one, all) => {
    expect(coversAllResources(first({ Action: '*', ...one }))).toBe(all);
  });

  it('takes NotResource for all the others', () => {
    const one = first({ Action: '*', Resource: undefined, NotResource: 'arn:aws:s3:::secret/*' });
    expect(coversResource(one, 'arn:aws:s3:::open/x')).toBe(true);
    expect(coversResource(one, 'arn:aws:s3:::secret/x')).toBe(false);
  });
});

describe('allowsAdministrator', () => {
  const administrator = (...all: object[]) =>
    allowsAdministrator({ version: null, statements: statements(...all) });

  it.each([
    ['*', { Action: '*' }, true],
    ['*:*', { Action: ['s3:GetObject', '*:*'] }, true],
    [
      'with a second factor',
      { Action: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
      true,
    ],
    ['all but billing: may grant himself the rest', { NotAction: 'aws-portal:*' }, true],
    ['all but IAM', { NotAction: ['iam:*', 'organizations:*', 'account:*'] }, false],
    ['all but one action of IAM', { NotAction: 'iam:CreateUser' }, false],
    ['on one bucket', { Action: '*', Resource: 'arn:aws:s3:::a' }, false],
    ['on all but one bucket', { Action: '*', Resource: undefined, NotResource: 'arn:aws:s3:::a' }, true],
    ['a service', { Action: 's3:*' }, false],
    ['denied', { Effect: 'Deny', Action: '*' }, false],
  ])('%s: %j', (_what, one, is) => {
    expect(administrator(one)).toBe(is);
  });

  it('joins no statements, and believes a Deny that takes everything back', () => {
    expect(administrator({ Action: '*', Resource: 'arn:aws:s3:::a' }, { Action: 's3:*' })).toBe(false);
    expect(administrator({ Action: '*' }, { Effect: 'Deny', Action: '*' })).toBe(false);
    expect(administrator({ Action: '*' }, { Effect: 'Deny', Action: 's3:*' })).toBe(true);
  });
});
