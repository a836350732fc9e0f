import { describe, expect, it } from '@jest/globals';
import { type Answers, documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { kmsKeyReader } from './key.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const arn = (id: string) => `arn:aws:kms:eu-west-1:123456789012:key/${id}`;
const keys = (...ids: string[]) => ({ Keys: ids.map((KeyId) => ({ KeyId, KeyArn: arn(KeyId) })) });

/** Anything that is not answered here fails the test: no call too many. */
async function list(kms: Answers['kms']): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { configurations } of kmsKeyReader.list(documentedAws({ kms: kms ?? {} }), place))
    found.push(...configurations);
  return found;
}

const customer = {
  KeyManager: 'CUSTOMER',
  KeyState: 'Enabled',
  KeySpec: 'SYMMETRIC_DEFAULT',
  Origin: 'AWS_KMS',
};

describe('kmsKeyReader', () => {
  it('makes one call where there is no key', async () => {
    expect(await list({ listKeys: { Keys: [] } })).toEqual([]);
  });

  it('asks neither rotation, policy nor tags of a key of AWS', async () => {
    const found = await list({
      listKeys: keys('a'),
      listAliases: { Aliases: [{ AliasName: 'alias/aws/ebs', TargetKeyId: 'a' }] },
      describeKey: { KeyMetadata: { ...customer, KeyManager: 'AWS' } },
    });
    expect(found).toMatchObject([
      { id: 'a', aliases: ['aws/ebs'], metadata: { manager: 'AWS' }, rotation: null, policy: null, tags: {} },
    ]);
  });

  it('asks no rotation of an asymmetric key', async () => {
    const found = await list({
      listKeys: keys('a'),
      listAliases: { Aliases: [] },
      describeKey: { KeyMetadata: { ...customer, KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' } },
      getKeyPolicy: { Policy: '{"Version":"2012-10-17","Statement":[]}' },
      listResourceTags: { Tags: [{ TagKey: 'team', TagValue: 'data' }] },
    });
    expect(found).toMatchObject([{ rotation: null, policy: { statements: [] }, tags: { team: 'data' } }]);
  });

  it('keeps a key whose policy denies everything, without evidence, and leaves out one that is gone', async () => {
    const denied = sdkError('AccessDeniedException');
    const found = await list({
      listKeys: keys('closed', 'gone'),
      listAliases: denied,
      describeKey: ({ KeyId }: { KeyId: string }) => {
        throw KeyId === arn('gone') ? sdkError('NotFoundException') : denied;
      },
      ...{ getKeyPolicy: denied, listResourceTags: denied },
    });
    const missing = { noEvidence: 'denied' };
    expect(found).toMatchObject([
      {
        id: 'closed',
        aliases: missing,
        metadata: missing,
        rotation: missing,
        policy: missing,
        tags: missing,
      },
    ]);
  });

  it('takes a policy that cannot be read for no evidence', async () => {
    const [key] = await list({
      listKeys: keys('a'),
      listAliases: { Aliases: [] },
      describeKey: { KeyMetadata: customer },
      getKeyRotationStatus: { KeyRotationEnabled: true, RotationPeriodInDays: 90 },
      getKeyPolicy: { Policy: 'no policy' },
      listResourceTags: {},
    });
    expect(key).toMatchObject({
      rotation: { enabled: true, periodDays: 90 },
      policy: { noEvidence: 'failed', code: 'MalformedPolicy' },
    });
  });

  it('describes a key by its ARN, and none that is gone', async () => {
    const ref = { arn: arn('a'), name: 'a', region: 'eu-west-1' };
    const here = documentedAws({
      kms: { listAliases: { Aliases: [] }, describeKey: { KeyMetadata: { ...customer, KeyManager: 'AWS' } } },
    });
    expect(await kmsKeyReader.describe(here, ref)).toMatchObject({ id: 'a' });
    const gone = documentedAws({ kms: { listAliases: sdkError('NotFoundException') } });
    expect(await kmsKeyReader.describe(gone, ref)).toBeNull();
  });
});
