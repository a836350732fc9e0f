import { describe, expect, it, jest } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type Secret } from '../../domain/resources/secretsmanager/secret.js';
import { secretReader } from './secret.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const entry = (name: string) => ({
  ARN: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-a1b2c3`,
  Name: name,
  CreatedDate: new Date('2026-01-02T03:04:05Z'),
  Tags: [{ Key: 'Owner', Value: 'x' }],
});

async function list(secretsmanager: Record<string, object>): Promise<Secret[]> {
  const found = [];
  for await (const { configurations } of secretReader.list(documentedAws({ secretsmanager }), place))
    found.push(...(configurations as Secret[]));
  return found;
}

describe('secretReader', () => {
  it('asks once in a region without secrets', async () => {
    const listSecrets = jest.fn(() => ({ SecretList: [] }));
    expect(await list({ listSecrets })).toEqual([]);
    expect(listSecrets).toHaveBeenCalledTimes(1);
  });

  it('follows pages, and leaves out a secret that was deleted since the listing', async () => {
    const listSecrets = ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { SecretList: [entry('a'), entry('gone')], NextToken: 'more' }
        : { SecretList: [entry('b')] };
    const getResourcePolicy = ({ SecretId }: { SecretId: string }) => {
      if (SecretId.includes('gone')) throw sdkError('ResourceNotFoundException');
      return {};
    };
    expect(await list({ listSecrets, getResourcePolicy })).toMatchObject([
      { name: 'a', policy: null, rotationEnabled: false, lastAccessedAt: null, tags: { Owner: 'x' } },
      { name: 'b' },
    ]);
  });

  it('keeps a secret whose policy is denied', async () => {
    const getResourcePolicy = sdkError('AccessDeniedException');
    expect(await list({ listSecrets: { SecretList: [entry('a')] }, getResourcePolicy })).toMatchObject([
      { policy: { noEvidence: 'denied' } },
    ]);
  });

  it('says that a secret is gone which only waits for its deletion', async () => {
    const ref = { arn: entry('a').ARN, name: 'a', region: 'eu-west-1' };
    const ask = (describeSecret: object) =>
      secretReader.describe(
        documentedAws({ secretsmanager: { describeSecret, getResourcePolicy: {} } }),
        ref,
      );
    expect(await ask(entry('a'))).toMatchObject({ name: 'a' });
    expect(await ask({ ...entry('a'), DeletedDate: new Date() })).toBeNull();
    expect(await ask(sdkError('ResourceNotFoundException'))).toBeNull();
  });
});
