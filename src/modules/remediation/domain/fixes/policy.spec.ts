import { describe, expect, it } from '@jest/globals';
import { call } from '../call.js';
import { parsePolicy, publicStatements } from '../../../scanning/domain/policy/index.js';
import { goneIn, splitPolicy } from './policy.js';
import { withoutPublic } from './without-public.js';

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Id: 'x', Statement });
/** As the evidence of a finding holds it. */
const told = (text: string): unknown =>
  JSON.parse(JSON.stringify(publicStatements(parsePolicy(text)))) as unknown;

const named = {
  Sid: 'named',
  Effect: 'Allow',
  Principal: { AWS: '444455556666' },
  Action: 'sqs:*',
  Resource: '*',
};
const open = {
  Effect: 'Allow',
  Principal: { AWS: ['*'] },
  Action: ['sqs:B', 'sqs:A'],
  Resource: ['r2', 'r1'],
};

describe('splitting a policy', () => {
  it.each([
    ['lists in another order', open],
    ['a single action', { ...open, Action: 'sqs:A' }],
    ['a bare star', { ...open, Principal: '*' }],
    ['all but some actions', { ...open, Action: undefined, NotAction: ['sqs:A'] }],
    ['a condition that ties it to nobody', { ...open, Condition: { Bool: { 'aws:SecureTransport': true } } }],
    ['no resource', { ...open, Resource: undefined }],
  ])('finds the statement of the evidence: %s', (_what, statement) => {
    const text = policy(named, statement);
    const split = splitPolicy(text, told(text));
    expect(split.open).toEqual([JSON.parse(JSON.stringify(statement))]);
    expect(JSON.parse(split.rest ?? '')).toEqual({ Version: '2012-10-17', Id: 'x', Statement: [named] });
  });

  it('leaves a Deny of the same words, and a statement with another condition', () => {
    const deny = { ...open, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    const tied = { ...open, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } };
    const text = policy(deny, tied, open);
    expect(splitPolicy(text, told(text)).left).toEqual([deny, tied]);
  });

  it('says where nothing is left', () => {
    const text = policy(open);
    expect(splitPolicy(text, told(text)).rest).toBeNull();
  });
});

describe('taking statements for everybody out', () => {
  const put = (rest: string | null) => call('sqs', 'SetQueueAttributes', { rest });
  const plan = (text: string | null, evidence: unknown = told(text ?? policy())) =>
    withoutPublic(text, evidence, put);

  it('plans only what the finding names', () => {
    expect(plan(policy(named, open))).toMatchObject({ does: 'change' });
    expect(plan(policy(named))).toMatchObject({ does: 'nothing' });
    expect(plan(null)).toMatchObject({ does: 'nothing' });
  });

  it('puts what is left', () => {
    const made = plan(policy(named, open));
    const rest: unknown = made.does === 'change' ? made.calls[0]?.input['rest'] : null;
    expect(JSON.parse(String(rest))).toMatchObject({ Statement: [named] });
  });

  it('refuses where the policy has changed since', () => {
    expect(plan(policy(named), told(policy(open)))).toMatchObject({ does: 'refuse' });
  });

  it('refuses a policy that could not be put back as it is', () => {
    const gone = { ...named, Principal: { AWS: 'AIDAEXAMPLEEXAMPLE123' } };
    expect(plan(policy(gone, open))).toMatchObject({ does: 'refuse' });
    expect(goneIn(policy(gone, named))).toEqual(['AIDAEXAMPLEEXAMPLE123']);
    expect(goneIn(policy(named, { Resource: 'x:AIDAEXAMPLEEXAMPLE123:y' }))).toEqual([]);
  });
});
