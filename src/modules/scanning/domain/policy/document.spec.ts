import { describe, expect, it } from '@jest/globals';
import { parsePolicy, policyDocument, PolicyError, policyPart } from './index.js';

const text = (statement: unknown) => JSON.stringify({ Version: '2012-10-17', Statement: statement });

describe('parsePolicy', () => {
  it('reads single values and lists alike, sorted and without doubles', () => {
    const one = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 's3:Get*', Resource: '*' };
    const many = {
      Sid: 'x',
      Effect: 'Deny',
      Principal: '*',
      NotAction: ['b:B', 'a:A', 'b:B'],
      NotResource: ['*'],
    };
    const policy = parsePolicy(text([one, many]));
    expect(policy).toEqual({
      version: '2012-10-17',
      statements: [
        {
          sid: null,
          effect: 'Allow',
          principals: [{ type: 'AWS', id: '111122223333' }],
          notPrincipals: null,
          actions: ['s3:Get*'],
          notActions: null,
          resources: ['*'],
          notResources: null,
          conditions: [],
        },
        {
          sid: 'x',
          effect: 'Deny',
          principals: [{ type: '*', id: '*' }],
          notPrincipals: null,
          actions: null,
          notActions: ['a:A', 'b:B'],
          resources: null,
          notResources: ['*'],
          conditions: [],
        },
      ],
    });
    expect(policyDocument.parse(policy)).toEqual(policy);
    expect(parsePolicy(text(one)).statements).toEqual(policy.statements.slice(0, 1));
  });

  it('reads conditions of every form, in one order however they were written', () => {
    const statement = (Condition: unknown) => ({ Effect: 'Allow', Action: '*', Resource: '*', Condition });
    const [a, b] = [
      {
        Bool: { 'aws:SecureTransport': false },
        NumericLessThan: { 's3:TlsVersion': 1.2, 'aws:x': ['2', '1'] },
      },
      {
        NumericLessThan: { 'aws:x': [1, 2], 's3:TlsVersion': '1.2' },
        Bool: { 'aws:SecureTransport': ['false'] },
      },
    ].map((condition) => parsePolicy(text(statement(condition))));
    expect(a).toEqual(b);
    expect(a?.statements[0]?.conditions).toEqual([
      { operator: 'Bool', key: 'aws:SecureTransport', values: ['false'] },
      { operator: 'NumericLessThan', key: 'aws:x', values: ['1', '2'] },
      { operator: 'NumericLessThan', key: 's3:TlsVersion', values: ['1.2'] },
    ]);
  });

  it('reads principals of every type', () => {
    const Principal = {
      Service: ['b.amazonaws.com', 'a.amazonaws.com'],
      AWS: '*',
      CanonicalUser: 'c',
      Federated: 'f',
    };
    expect(
      parsePolicy(text({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' })).statements[0]?.principals,
    ).toEqual([
      { type: 'AWS', id: '*' },
      { type: 'CanonicalUser', id: 'c' },
      { type: 'Federated', id: 'f' },
      { type: 'Service', id: 'a.amazonaws.com' },
      { type: 'Service', id: 'b.amazonaws.com' },
    ]);
  });

  it.each([
    ['', 'not JSON'],
    ['%7B%22Version%22', 'not JSON'],
    ['null', 'policy is not valid'],
    ['{}', 'at Statement'],
    [text([{ Effect: 'allow', Action: '*', Resource: '*' }]), 'statement 1 is not valid at Effect'],
    [text([{ Effect: 'Allow', Resource: '*' }]), 'exactly one of Action and NotAction'],
    [text([{ Effect: 'Allow', Action: 'a:a', NotAction: 'b:b' }]), 'exactly one of Action and NotAction'],
    [text([{ Effect: 'Allow', Action: '*', Principal: { User: 'x' } }]), 'at Principal'],
    [text([{ Effect: 'Allow', Action: '*', Condition: { Bool: true } }]), 'at Condition'],
    [text(['x']), 'statement 1'],
  ])('refuses %p', (document, message) => {
    expect(() => parsePolicy(document)).toThrow(PolicyError);
    expect(() => parsePolicy(document)).toThrow(message);
  });
});

describe('policyPart', () => {
  it('is null without a policy, and no evidence where it is none', () => {
    expect(policyPart(undefined)).toBeNull();
    expect(policyPart('')).toBeNull();
    expect(policyPart('{"Statement":[]}')).toEqual({ version: null, statements: [] });
    expect(policyPart('<xml>')).toMatchObject({ noEvidence: 'failed', code: 'MalformedPolicy' });
  });
});
