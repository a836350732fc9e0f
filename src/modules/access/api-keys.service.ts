import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { invalid, notFound } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import { decodeCursor, toPage, type Page, type PageRequest } from '../../shared/paging.js';
import type { CreateApiKey } from './api-keys.schemas.js';
import { ApiKeyStore, type ApiKeyRow } from './api-keys.store.js';
import { AuditLog } from './audit-log.service.js';
import { hashOf, KEY_BYTES, keyOf, visiblePrefix } from './domain/api-key.js';
import { KnownKeys } from './known-keys.js';

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly store: ApiKeyStore,
    private readonly known: KnownKeys,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, page: PageRequest): Promise<Page<ApiKeyRow>> {
    const after = decodeCursor(page.cursor, 1)?.[0];
    const rows = await this.database.withTenant(caller.tenantId, (tx) =>
      this.store.list(tx, caller.tenantId, after, page.limit + 1),
    );
    return toPage(rows, page.limit, (row) => [row.id]);
  }

  /** Makes a key for the caller's tenant: the answer is the only place that ever shows it. */
  async create(
    caller: Caller,
    { name, owner, role, expiresAt }: CreateApiKey,
  ): Promise<ApiKeyRow & { key: string }> {
    if (expiresAt && expiresAt <= this.clock.now()) {
      throw invalid([{ path: 'expiresAt', message: 'must lie in the future' }]);
    }
    const key = keyOf(randomBytes(KEY_BYTES));
    const row = await this.database.withTenant(caller.tenantId, async (tx) => {
      const made = await this.store.insert(tx, caller.tenantId, {
        id: newId('key'),
        name,
        owner,
        role,
        prefix: visiblePrefix(key),
        hash: hashOf(key),
        createdBy: caller.owner,
        expiresAt: expiresAt ?? null,
      });
      const after = { name, owner, role, expiresAt: made.expiresAt };
      await this.audit.write(tx, caller, { action: 'api_key.created', ...target(made.id), after });
      return made;
    });
    return { ...row, key };
  }

  /** Takes effect at once in this process, and within seconds in others. A second time changes nothing. */
  async revoke(caller: Caller, id: string): Promise<void> {
    await this.database.withTenant(caller.tenantId, async (tx) => {
      const before = await this.store.find(tx, caller.tenantId, id);
      if (before === undefined) throw notFound('API key', id);
      if (!(await this.store.revoke(tx, caller.tenantId, id))) return;
      const { name, owner, role } = before;
      await this.audit.write(tx, caller, {
        action: 'api_key.revoked',
        ...target(id),
        before: { name, owner, role },
      });
      this.database.onCommit(tx, () => this.known.forget(id));
    });
  }
}

const target = (targetId: string) => ({ targetType: 'api_key', targetId });
