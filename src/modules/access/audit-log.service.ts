import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller, Journal } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { newId } from '../../shared/ids.js';
import { decodeCursor, toPage, type Page, type PageRequest } from '../../shared/paging.js';
import type { AuditEntry } from './audit-rows.js';
import { AuditStore, type AuditFilter, type AuditRow } from './audit-log.store.js';
import { auditable } from './domain/audit.js';

/** Who acted: a request's caller, or what a job knows of it. */
export type Actor = Pick<Caller, 'tenantId' | 'owner' | 'keyId' | 'via'>;

export interface Change {
  /** `account.created`, `finding.suppressed`: what was changed, and how. */
  action: string;
  targetType: string;
  targetId: string;
  /** The fields that changed, before and after. Secrets are left out here, by the names of their fields. */
  before?: unknown;
  after?: unknown;
}

/** Who changed what. Written in the transaction of the change, so that neither is there without the other. */
@Injectable()
export class AuditLog implements Journal {
  constructor(
    private readonly database: Database,
    private readonly store: AuditStore,
  ) {}

  async write(tx: Tx, actor: Actor, change: Change): Promise<void> {
    await this.store.insert(tx, actor.tenantId, this.entry(actor, change));
  }

  /** What write() writes, for a statement that writes it beside the change (INSERT_AUDIT). */
  entry(actor: Actor, change: Change): AuditEntry {
    return {
      id: newId('aud'),
      actor: actor.owner,
      actorKeyId: actor.keyId,
      action: change.action,
      targetType: change.targetType,
      targetId: change.targetId,
      before: auditable(change.before),
      after: auditable(
        actor.via === undefined ? change.after : { ...asObject(change.after), via: actor.via },
      ),
      correlationId: correlation.id(),
    };
  }

  async list(tenantId: string, filter: AuditFilter, page: PageRequest): Promise<Page<AuditRow>> {
    const after = decodeCursor(page.cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, filter, after, page.limit + 1),
    );
    return toPage(rows, page.limit, (row) => [row.id]);
  }
}

const asObject = (value: unknown): object =>
  typeof value === 'object' && value !== null
    ? value
    : value === undefined || value === null
      ? {}
      : { value };
