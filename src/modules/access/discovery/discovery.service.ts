import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { Jobs } from '../../../platform/queue/index.js';
import { conflict, notFound } from '../../../shared/app-error.js';
import { DAY_MS } from '../../../shared/clock.js';
import { newId } from '../../../shared/ids.js';
import { decodeCursor, toPage, type Page, type PageRequest } from '../../../shared/paging.js';
import { AuditLog, type Actor } from '../audit-log.service.js';
import type { DiscoveryOutcome } from '../domain/discovery.js';
import type { VerificationStatus } from '../domain/verification.js';
import { toDiscoveredAccount, toDiscovery } from './discovery-shown.js';
import { discoverAccounts } from './discovery.jobs.js';
import type { DiscoverAccounts, DiscoveredAccount, Discovery } from './discovery.schemas.js';
import { DiscoveryStore, type DiscoveryRow } from './discovery.store.js';

/** Less than a day, so that the look of every hour does not slip by one each day. */
const DAILY_MS = DAY_MS - 600_000;

/** Looks into the organization are asked for, and shown. */
@Injectable()
export class DiscoveryService {
  constructor(
    private readonly database: Database,
    private readonly store: DiscoveryStore,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
    private readonly config: Config,
  ) {}

  /** @throws AppError NOT_FOUND where there is no such tenant; CONFLICT while one of it is under way */
  async start(actor: Actor, { dryRun, externalId }: DiscoverAccounts): Promise<Discovery> {
    const started = await this.database.withTenant(actor.tenantId, (tx) =>
      this.#start(tx, actor, dryRun, externalId),
    );
    if (started !== undefined) return toDiscovery(started, []);
    throw conflict('A discovery of accounts is under way: GET /accounts/discover tells of it');
  }

  /** The last one, and what it found. @throws AppError NOT_FOUND where there was none */
  async last(
    tenantId: string,
    filter: { outcome?: DiscoveryOutcome | undefined; verification?: VerificationStatus | undefined },
    page: PageRequest,
  ): Promise<Discovery & Page<DiscoveredAccount>> {
    const after = decodeCursor(page.cursor, 1)?.[0];
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.store.last(tx, tenantId);
      if (row === undefined) throw notFound('discovery of accounts of the tenant', tenantId);
      const rows = await this.store.found(tx, tenantId, row.id, { ...filter, after, take: page.limit + 1 });
      const { items, nextCursor } = toPage(rows, page.limit, ({ accountId }) => [accountId]);
      const counts = await this.store.counts(tx, tenantId, row.id);
      return { ...toDiscovery(row, counts), items: items.map(toDiscoveredAccount), nextCursor };
    });
  }

  /** Starts one where that is switched on and the last one is a day old; whoever else does so at this moment wins. */
  async daily(): Promise<void> {
    if (!this.config.get('ORGANIZATION_DISCOVERY')) return;
    const tenantId = this.config.get('ORGANIZATION_TENANT');
    const actor = { tenantId, owner: 'compliance-shepherd', keyId: 'system' };
    await this.database.withTenant(tenantId, async (tx) => {
      const last = await this.store.last(tx, tenantId, { dryRun: false });
      const now = await this.database.now(tx);
      if (last !== undefined && now.getTime() - last.createdAt.getTime() < DAILY_MS) return;
      await this.#start(tx, actor, false, undefined);
    });
  }

  async #start(
    tx: Tx,
    actor: Actor,
    dryRun: boolean,
    externalId: string | null | undefined,
  ): Promise<DiscoveryRow | undefined> {
    if (!(await this.store.tenantExists(tx, actor.tenantId))) throw notFound('tenant', actor.tenantId);
    const given = externalId === undefined ? this.config.get('ORGANIZATION_EXTERNAL_ID') : externalId;
    const row = await this.store.insert(tx, {
      id: newId('dsc'),
      tenantId: actor.tenantId,
      dryRun,
      externalId: given ?? null,
      requestedBy: actor.owner,
      requestedByKey: actor.keyId,
    });
    if (row === undefined) return undefined;
    const change = { action: 'account-discovery.started', targetType: 'account-discovery', targetId: row.id };
    await this.audit.write(tx, actor, { ...change, after: { dryRun } });
    await this.jobs.enqueue(tx, actor.tenantId, discoverAccounts, { discoveryId: row.id });
    return row;
  }
}
