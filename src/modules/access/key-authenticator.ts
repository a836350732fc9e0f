import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Authenticator, type Principal } from '../../platform/http/index.js';
import { counter } from '../../platform/telemetry/index.js';
import { BootstrapKey } from './bootstrap-key.js';
import { hashOf, KEY_MARK } from './domain/api-key.js';
import { KeyUse } from './key-use.js';
import { KnownKeys } from './known-keys.js';
import { LockNotes } from './lock-notes.js';
import { TenantStore } from './tenants.store.js';

/** Who replaces the key sees here whether somebody still has the old one. */
const previousUses = counter(
  'shepherd_previous_platform_key_uses_total',
  'Requests with the platform key that was replaced',
);

const PLATFORM: Principal = {
  keyId: 'platform',
  owner: 'platform@localhost',
  role: 'platform',
  tenantId: null,
};

/** Tells who shows a key: the platform key, or a tenant's. */
@Injectable()
export class KeyAuthenticator extends Authenticator {
  /** There is no way to delete a tenant, so one that was there is there. */
  readonly #existing = new Set<string>();

  constructor(
    private readonly bootstrap: BootstrapKey,
    private readonly known: KnownKeys,
    private readonly use: KeyUse,
    private readonly tenants: TenantStore,
    private readonly locks: LockNotes,
  ) {
    super();
  }

  async authenticate(token: string): Promise<Principal | undefined> {
    const hash = hashOf(token);
    return this.#platform(hash) ?? (token.startsWith(KEY_MARK) ? this.#tenants(hash) : undefined);
  }

  async byHash(hash: string): Promise<Principal | undefined> {
    return this.#platform(hash) ?? this.#tenants(hash);
  }

  #platform(hash: string): Principal | undefined {
    if (isSame(hash, hashOf(this.bootstrap.key))) return PLATFORM;
    const { previous } = this.bootstrap;
    if (previous === undefined || !isSame(hash, hashOf(previous))) return undefined;
    previousUses.add({});
    return PLATFORM;
  }

  /** Found by the index on its hash: the time this takes tells a guesser nothing about any key. */
  async #tenants(hash: string): Promise<Principal | undefined> {
    const key = await this.known.find(hash);
    if (key === undefined) return undefined;
    this.use.note(key);
    return { keyId: key.id, owner: key.owner, role: key.role, tenantId: key.tenantId };
  }

  async tenantExists(tenantId: string): Promise<boolean> {
    if (this.#existing.has(tenantId)) return true;
    const exists = (await this.tenants.find(tenantId)) !== undefined;
    if (exists) this.#existing.add(tenantId);
    return exists;
  }

  async recentHashes(most: number): Promise<readonly string[]> {
    const platform = [this.bootstrap.key, this.bootstrap.previous].filter((key) => key !== undefined);
    return [...platform.map(hashOf), ...(await this.known.recentHashes(most))];
  }

  addressLocked(address: string, seconds: number): void {
    this.locks.note(address, seconds);
  }
}

/** Takes the same time wherever they differ; hashes are of one length. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a), Buffer.from(b));
