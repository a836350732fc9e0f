import { describe, expect, it } from '@jest/globals';
import type { BootstrapKey } from './bootstrap-key.js';
import { hashOf } from './domain/api-key.js';
import { KeyAuthenticator } from './key-authenticator.js';
import type { KeyUse } from './key-use.js';
import type { KnownKeys } from './known-keys.js';
import type { LockNotes } from './lock-notes.js';
import type { TenantStore } from './tenants.store.js';

describe('who shows a key', () => {
  const asked: string[] = [];
  const authenticator = new KeyAuthenticator(
    { key: 'shp_platform', previous: undefined } as BootstrapKey,
    { find: (hash: string) => Promise.resolve(void asked.push(hash)) } as unknown as KnownKeys,
    {} as KeyUse,
    {} as TenantStore,
    {} as LockNotes,
  );

  it('is looked up by the hash of the key', async () => {
    expect(await authenticator.authenticate('shp_unknown')).toBeUndefined();
    expect(asked.splice(0)).toEqual([hashOf('shp_unknown')]);
    expect(await authenticator.byHash(hashOf('shp_platform'))).toMatchObject({ role: 'platform' });
  });

  it('does not trouble the database with what is no key', async () => {
    expect(await authenticator.authenticate('eyJhbGciOi')).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
