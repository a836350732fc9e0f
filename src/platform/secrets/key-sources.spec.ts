import { describe, expect, it } from '@jest/globals';
import type { AwsClients } from '../aws/index.js';
import { readConfig } from '../config/index.js';
import type { Logger } from '../telemetry/index.js';
import { KeySources } from './key-sources.js';
import { KeySuccession } from './key-succession.js';
import type { SecretsJournal } from './secrets-journal.js';
import type { KeyRecord, SecretKeyStore } from './secrets.store.js';

const key = (region: string, id: string, account = '111111111111') =>
  `arn:aws:kms:${region}:${account}:key/${id}`;
const MRK = 'mrk-1234abcd12ab34cd56ef1234567890ab';
const FIRST = key('eu-west-1', MRK);
const SECOND = key('eu-central-1', MRK);

/**
 * KMS as its reference describes it (GenerateDataKey, Decrypt): a region answers for keys of its own, and what a key of
 * several regions has wrapped is unwrapped by any of its replicas. A region that is gone answers nothing.
 */
function kms(gone: readonly string[] = []) {
  const asked: string[] = [];
  const idOf = (arn: string) => arn.split('/')[1] ?? '';
  const clientOf = (region: string) => {
    const answer = (arn: string) => {
      asked.push(arn);
      if (gone.includes(region)) throw new Error('getaddrinfo ENOTFOUND');
      if (!arn.includes(`:kms:${region}:`)) throw new Error('NotFoundException');
    };
    return {
      generateDataKey: async ({ KeyId }: { KeyId: string }) => {
        answer(KeyId);
        return Promise.resolve({
          Plaintext: Buffer.alloc(32, 7),
          CiphertextBlob: Buffer.from(`wrapped by ${idOf(KeyId)}`),
        });
      },
      decrypt: async ({ KeyId, CiphertextBlob }: { KeyId: string; CiphertextBlob: Uint8Array }) => {
        answer(KeyId);
        if (Buffer.from(CiphertextBlob).toString() !== `wrapped by ${idOf(KeyId)}`)
          throw new Error('IncorrectKeyException');
        return Promise.resolve({ Plaintext: Buffer.alloc(32, 7) });
      },
    };
  };
  const clients = { ambient: (region: string) => ({ kms: () => Promise.resolve(clientOf(region)) }) };
  return { asked, clients: clients as unknown as AwsClients };
}

const sources = (env: Record<string, string>, clients: AwsClients) =>
  new KeySources(readConfig(env), clients);
const sealedIn = async (arn: string): Promise<KeyRecord> =>
  (await sources({ SECRETS_KMS_KEY_ARN: arn }, kms().clients).make()).record;

describe('a data key that a key of several regions has wrapped', () => {
  it('is unwrapped by the replica of the second region when the first is gone', async () => {
    const record = await sealedIn(FIRST);
    const { asked, clients } = kms(['eu-west-1']);
    const second = sources({ SECRETS_KMS_KEY_ARN: SECOND }, clients);
    expect(await second.has(record)).toBe(true);
    expect((await second.keyOf(record))?.checkValue).toBe(record.checkValue);
    expect(asked).toEqual([SECOND]);
  });

  it('is so as a key that was replaced, too', async () => {
    const record = await sealedIn(FIRST);
    const env = { SECRETS_KMS_KEY_ARN: key('eu-central-1', 'own'), SECRETS_KEY_PREVIOUS: SECOND };
    const second = sources(env, kms(['eu-west-1']).clients);
    expect((await second.keyOf(record))?.checkValue).toBe(record.checkValue);
  });

  it('stays the current one there: the replica is no new key', async () => {
    const record = await sealedIn(FIRST);
    const replaced: unknown[] = [];
    const store = {
      all: () => Promise.resolve({ current: { ...record, createdAt: new Date() }, retired: [] }),
      replace: (...args: unknown[]) => Promise.resolve(replaced.push(args)),
    };
    const succession = new KeySuccession(
      sources({ SECRETS_KMS_KEY_ARN: SECOND }, kms(['eu-west-1']).clients),
      store as unknown as SecretKeyStore,
      {} as SecretsJournal,
      {} as Logger,
    );
    expect((await succession.settled()).current.checkValue).toBe(record.checkValue);
    expect(replaced).toEqual([]);
  });
});

describe('a data key of KMS', () => {
  it.each([
    ['a key of one region with the same id elsewhere', key('eu-west-1', 'abcd'), key('eu-central-1', 'abcd')],
    ['a key of another account', FIRST, key('eu-central-1', MRK, '222222222222')],
    ['another key of several regions', FIRST, key('eu-central-1', `${MRK}0`)],
  ])('is not taken for one of %s', async (_, sealed, own) => {
    const { asked, clients } = kms();
    const other = sources({ SECRETS_KMS_KEY_ARN: own }, clients);
    const record = await sealedIn(sealed);
    expect(await other.has(record)).toBe(false);
    expect(await other.keyOf(record)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
