import { expect, it } from '@jest/globals';
import { Clock } from '../../shared/clock.js';
import type { ApiKeyStore, KnownKey } from './api-keys.store.js';
import { KnownKeys } from './known-keys.js';

const HASH = 'a'.repeat(64);
const key: KnownKey = {
  id: 'key_1',
  tenantId: 't',
  owner: 'a@b.test',
  role: 'viewer',
  expiresAt: null,
  revokedAt: null,
};

class HandClock extends Clock {
  ms = 1_000_000;
  now(): Date {
    return new Date(this.ms);
  }
}

/** The look-up of a key, held back or answered by the test. */
function keysOver(find: (hash: string) => Promise<KnownKey | undefined>) {
  const clock = new HandClock();
  const asked: string[] = [];
  const store: Pick<ApiKeyStore, 'findByHash'> = {
    findByHash: (hash) => {
      asked.push(hash);
      return find(hash);
    },
  };
  return { known: new KnownKeys(store as ApiKeyStore, clock), clock, asked };
}

it('asks the database once in 5 s', async () => {
  const { known, clock, asked } = keysOver(async () => key);
  await known.find(HASH);
  clock.ms += 4_999;
  expect(await known.find(HASH)).toBe(key);
  expect(asked).toHaveLength(1);
  clock.ms += 1;
  await known.find(HASH);
  expect(asked).toHaveLength(2);
});

it('does not keep a key that was revoked while its row was read', async () => {
  let answer: (found: KnownKey) => void = () => undefined;
  const { known, asked } = keysOver(() => new Promise((done) => (answer = done)));
  const looking = known.find(HASH);
  known.forget(key.id);
  answer(key);
  await looking;
  void known.find(HASH);
  expect(asked).toHaveLength(2);
});

it('keeps no unknown key, so that a new one works at once', async () => {
  const rows: KnownKey[] = [];
  const { known } = keysOver(async () => rows[0]);
  expect(await known.find(HASH)).toBeUndefined();
  rows.push(key);
  expect(await known.find(HASH)).toBe(key);
});

it('refuses a kept key that has expired meanwhile', async () => {
  const { known, clock } = keysOver(async () => ({ ...key, expiresAt: new Date(1_002_000) }));
  expect(await known.find(HASH)).toBeDefined();
  clock.ms += 2_000;
  expect(await known.find(HASH)).toBeUndefined();
});
