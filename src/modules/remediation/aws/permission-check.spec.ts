import { describe, expect, it } from '@jest/globals';
import type { Aws } from '../../../platform/aws/index.js';
import { PermissionCheck } from './permission-check.js';

type Decision = 'allowed' | 'implicitDeny' | 'explicitDeny';

/** IAM, answering each action on each resource as SimulatePrincipalPolicy does; an action left out is not answered. */
const withIam = (decisions: Record<string, Decision>): Aws => {
  const simulatePrincipalPolicy = async ({ ResourceArns }: { ResourceArns: string[] }) => ({
    IsTruncated: false,
    EvaluationResults: Object.entries(decisions).flatMap(([EvalActionName, EvalDecision]) =>
      ResourceArns.map((EvalResourceName) => ({ EvalActionName, EvalResourceName, EvalDecision })),
    ),
  });
  const account = { roleArn: 'arn:aws:iam::111111111111:role/R' };
  return { account, iam: async () => ({ simulatePrincipalPolicy }) } as unknown as Aws;
};
const missing = (actions: string[], decisions: Record<string, Decision>) =>
  new PermissionCheck().missing(withIam(decisions), actions, 'arn:aws:s3:::b');

describe('PermissionCheck', () => {
  it('names each action that is missing once, sorted, in whatever case IAM answers', async () => {
    const asked = ['s3:PutB', 's3:PutA', 's3:PutB', 's3:PutC'];
    const decisions = { 'S3:puta': 'implicitDeny', 's3:PutB': 'explicitDeny', 's3:PutC': 'allowed' } as const;
    expect(await missing(asked, decisions)).toEqual(['s3:PutA', 's3:PutB']);
    expect(await missing(['s3:PutC'], decisions)).toEqual([]);
    expect(await missing([], {})).toEqual([]);
  });

  it('does not know what IAM does not answer', async () => {
    expect(await missing(['s3:PutA', 's3:PutC'], { 's3:PutC': 'allowed' })).toBeNull();
    expect(await missing(['s3:PutA', 's3:PutC'], { 's3:PutC': 'implicitDeny' })).toEqual(['s3:PutC']);
  });

  it('does not take it for missing that another role may be handed over: policies name that one', async () => {
    for (const action of ['iam:PassRole', 'iam:CreateServiceLinkedRole']) {
      expect(await missing([action], { [action]: 'implicitDeny' })).toBeNull();
      expect(await missing([action], { [action]: 'allowed' })).toEqual([]);
    }
  });
});
