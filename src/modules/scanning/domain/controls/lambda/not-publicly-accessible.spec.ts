import { describe, expect, it } from '@jest/globals';
import { lambdaFunction } from '../../../../../../test/support/examples/lambda.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { policyPart } from '../../policy/index.js';
import { notPubliclyAccessible } from './not-publicly-accessible.js';

const policyOf = (statement: object) =>
  policyPart(
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'one', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*', ...statement },
      ],
    }),
  );
const decide = (policy: ReturnType<typeof policyPart>) =>
  notPubliclyAccessible.evaluate(lambdaFunction({ policy }), context());
const verdict = (statement: object) => decide(policyOf(statement)).verdict;

describe('awslambda_function_not_publicly_accessible', () => {
  it('passes a function without a policy, and one that lets in an account', () => {
    expect(decide(null).verdict).toBe('pass');
    expect(verdict({ Principal: { AWS: 'arn:aws:iam::210987654321:root' } })).toBe('pass');
  });

  it('fails one that lets in everybody, and names the statement', () => {
    expect(decide(policyOf({ Principal: '*' }))).toMatchObject({
      verdict: 'fail',
      evidence: { publicStatements: ['one'] },
    });
    expect(verdict({ Principal: { AWS: '*' } })).toBe('fail');
    expect(
      verdict({ Principal: '*', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } }),
    ).toBe('fail');
  });

  it('passes everybody of one organization, and reads no wildcard where there is none', () => {
    const ofOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
    expect(verdict({ Principal: '*', Condition: ofOrganization })).toBe('pass');
    expect(verdict({ Principal: { AWS: 'arn:aws:iam::210987654321:role/*' } })).toBe('pass');
    expect(verdict({ Principal: '*', Effect: 'Deny' })).toBe('pass');
  });

  it('fails a permission for S3 that names neither an account nor a bucket', () => {
    const Principal = { Service: 's3.amazonaws.com' };
    expect(verdict({ Principal })).toBe('fail');
    expect(verdict({ Principal, Condition: { StringEquals: { 'AWS:SourceAccount': '123456789012' } } })).toBe(
      'pass',
    );
    expect(verdict({ Principal, Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::*' } } })).toBe(
      'fail',
    );
    expect(verdict({ Principal: { Service: 'events.amazonaws.com' } })).toBe('pass');
  });

  it('has no evidence where the policy was denied or is none', () => {
    expect(decide(denied).verdict).toBe('no_evidence');
    expect(decide(policyPart('{"Statement": 1}')).verdict).toBe('no_evidence');
  });
});
