import { describe, expect, it } from '@jest/globals';
import { planOf, refusalOf, targetOf } from '../../../../../../test/fixes/plan-of.js';
import { authenticateUrl } from './function-url.js';
import { closePolicy } from './policy.js';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:invoices';

describe('removing public permissions', () => {
  const statement = (changed: object = {}) => ({
    ...{ Sid: 'all', Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: arn },
    ...changed,
  });
  const state = (...Statement: object[]) => ({ policy: { Version: '2012-10-17', Id: 'default', Statement } });
  const evidence = { publicStatements: ['all'] };

  it.each([
    [
      'of a condition that no parameter makes',
      { Condition: { IpAddress: { 'aws:SourceIp': '1.2.3.4/32' } } },
    ],
    ['of several actions', { Action: ['lambda:InvokeFunction', 'lambda:GetFunction'] }],
    ['that denies', { Effect: 'Deny' }],
    ['of several principals', { Principal: { AWS: ['1', '2'] } }],
    ['with a field that is not known', { NotResource: 'x' }],
  ])('refuses a statement %s: it could not be made again', (_kind, changed) => {
    expect(refusalOf(closePolicy, state(statement(changed)), { arn, evidence })).toMatch(/made again/);
  });

  it('removes only those that the control names', () => {
    const plan = planOf(closePolicy, state(statement(), statement({ Sid: 'other' })), { arn, evidence });
    expect(plan.does === 'change' ? plan.calls.map(({ input }) => input['StatementId']) : plan).toEqual([
      'all',
    ]);
  });

  it('does not make again what names a principal that was deleted: AWS takes none, and nobody removed it', () => {
    const before = state(
      statement(),
      statement({ Sid: 'gone', Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } }),
    );
    const calls = closePolicy.restore({ target: targetOf(closePolicy, { arn }), before, results: {} });
    expect(calls.map(({ input }) => input['StatementId'])).toEqual(['all']);
  });

  it('makes a statement again with all of its conditions', () => {
    const before = state(
      statement({
        Principal: { Service: 's3.amazonaws.com' },
        Condition: {
          ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::invoices' },
          StringEquals: { 'AWS:SourceAccount': '123456789012', 'lambda:FunctionUrlAuthType': 'NONE' },
          Bool: { 'lambda:InvokedViaFunctionUrl': 'true' },
        },
      }),
    );
    const [call] = closePolicy.restore({ target: targetOf(closePolicy, { arn }), before, results: {} });
    expect(call?.input).toEqual({
      ...{ FunctionName: 'invoices', StatementId: 'all', Action: 'lambda:InvokeFunction' },
      ...{ Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::invoices', SourceAccount: '123456789012' },
      ...{ FunctionUrlAuthType: 'NONE', InvokedViaFunctionUrl: true },
    });
  });
});

describe('authenticating URLs', () => {
  const urls = (...FunctionUrlConfigs: object[]) => ({ urls: { FunctionUrlConfigs } });
  const url = (FunctionArn: string, AuthType: string) => ({
    FunctionArn,
    AuthType,
    FunctionUrl: 'https://u/',
  });

  it('changes those of aliases by their names, and each that is open', () => {
    const state = urls(url(arn, 'NONE'), url(`${arn}:live`, 'NONE'), url(`${arn}:test`, 'AWS_IAM'));
    const plan = planOf(authenticateUrl, state, { arn });
    expect(plan.does === 'change' ? plan.calls.map(({ input }) => input) : plan).toEqual([
      { FunctionName: 'invoices', AuthType: 'AWS_IAM' },
      { FunctionName: 'invoices', AuthType: 'AWS_IAM', Qualifier: 'live' },
    ]);
  });

  it('refuses what it cannot read in whole', () => {
    const more = { urls: { FunctionUrlConfigs: [], NextMarker: 'next' } };
    expect(refusalOf(authenticateUrl, more, { arn })).toMatch(/more than 50/);
  });
});
