import { expect, it } from '@jest/globals';
import type { Logger } from '../../platform/telemetry/index.js';
import { Clock } from '../../shared/clock.js';
import type { ApiKeyStore, KnownKey } from './api-keys.store.js';
import { KeyUse } from './key-use.js';

const key = { id: 'key_1', tenantId: 't' } as KnownKey;

class HandClock extends Clock {
  ms = 1_000_000;
  now(): Date {
    return new Date(this.ms);
  }
}

function uses(noteUse: () => Promise<void>) {
  const clock = new HandClock();
  const noted: string[] = [];
  const store: Pick<ApiKeyStore, 'noteUse'> = {
    noteUse: (_, id) => {
      noted.push(id);
      return noteUse();
    },
  };
  const warnings: string[] = [];
  const logger: Pick<Logger, 'warn'> = { warn: (message) => void warnings.push(message) };
  return { use: new KeyUse(store as ApiKeyStore, clock, logger as Logger), clock, noted, warnings };
}

it('writes once a minute for each key, however busy it is', () => {
  const { use, clock, noted } = uses(async () => undefined);
  for (let i = 0; i < 1000; i += 1) use.note(key);
  use.note({ ...key, id: 'key_2' });
  expect(noted).toEqual(['key_1', 'key_2']);
  clock.ms += 60_000;
  use.note(key);
  expect(noted).toEqual(['key_1', 'key_2', 'key_1']);
});

it('is waited for before the database closes', async () => {
  let written = false;
  const { use } = uses(async () => {
    await new Promise((done) => setTimeout(done, 20));
    written = true;
  });
  use.note(key);
  await use.beforeApplicationShutdown();
  expect(written).toBe(true);
});

it('fails no request where it cannot be written', async () => {
  const { use, warnings } = uses(() => Promise.reject(new Error('away')));
  use.note(key);
  await use.beforeApplicationShutdown();
  expect(warnings).toHaveLength(1);
});
