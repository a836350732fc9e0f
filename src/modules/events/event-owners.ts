import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Database } from '../../platform/database/index.js';
import { AccountsService } from '../access/index.js';
import { ResourceRefresh } from '../scanning/index.js';

/** Accounts are registered seldom, and events come a thousand a second. */
const KNOWN_FOR_MS = 2_000;
/** No tenant has registered the account. */
const NOBODY = Symbol('nobody');

/** Whose an account is, and what is known in it. */
@Injectable()
export class EventOwners {
  readonly #tenants = new LRUCache<string, string | typeof NOBODY>({ max: 10_000, ttl: KNOWN_FOR_MS });

  constructor(
    private readonly accounts: AccountsService,
    private readonly database: Database,
    private readonly refresh: ResourceRefresh,
  ) {}

  /** The tenants of accounts; those that nobody has registered are left out. */
  async of(accountIds: readonly string[]): Promise<Map<string, string>> {
    const owners = new Map<string, string>();
    const unknown: string[] = [];
    for (const accountId of new Set(accountIds)) {
      const known = this.#tenants.get(accountId); // once: what is known now may be forgotten a moment later
      if (known === undefined) unknown.push(accountId);
      else if (known !== NOBODY) owners.set(accountId, known);
    }
    const found = unknown.length === 0 ? new Map<string, string>() : await this.accounts.ownersOf(unknown);
    for (const accountId of unknown) {
      const tenantId = found.get(accountId);
      this.#tenants.set(accountId, tenantId ?? NOBODY);
      if (tenantId !== undefined) owners.set(accountId, tenantId);
    }
    return owners;
  }

  /** The resources of a type that the inventory has. */
  knownOf(
    tenantId: string,
    where: { type: string; accountId: string; region: string | null },
  ): Promise<{ arn: string; region: string }[]> {
    return this.database.withTenant(tenantId, (tx) => this.refresh.allOf(tx, tenantId, where));
  }
}
