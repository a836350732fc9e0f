import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/index.js';
import { Logger } from '../../../platform/telemetry/index.js';
import { AuditLog, type Actor } from '../audit-log.service.js';
import { countsOf } from './discovery-shown.js';
import { DiscoveryStore, type DiscoveryError, type DiscoveryRow } from './discovery.store.js';

/** Begins a discovery, and ends it once. */
@Injectable()
export class DiscoveryState {
  constructor(
    private readonly database: Database,
    private readonly store: DiscoveryStore,
    private readonly audit: AuditLog,
    private readonly logger: Logger,
  ) {}

  /** Undefined where it has ended. */
  begin(tenantId: string, id: string): Promise<DiscoveryRow | undefined> {
    return this.database.withTenant(tenantId, async (tx) =>
      (await this.store.begin(tx, tenantId, id)) ? this.store.find(tx, tenantId, id) : undefined,
    );
  }

  listed(discovery: DiscoveryRow, total: number, organizationId: string | null): Promise<void> {
    return this.database.withTenant(discovery.tenantId, (tx) =>
      this.store.listed(tx, discovery, total, organizationId),
    );
  }

  async complete(discovery: DiscoveryRow): Promise<void> {
    const { tenantId, id } = discovery;
    const counts = await this.database.withTenant(tenantId, async (tx) => {
      const found = countsOf(await this.store.counts(tx, tenantId, id));
      return (await this.#end(tx, discovery, null, { counts: found })) ? found : undefined;
    });
    if (counts === undefined) return;
    this.logger.info('The accounts of the organization were looked at', { discoveryId: id, ...counts });
  }

  async fail(discovery: DiscoveryRow, error: DiscoveryError): Promise<void> {
    const { tenantId, id: discoveryId } = discovery;
    await this.database.withTenant(tenantId, (tx) => this.#end(tx, discovery, error, { error }));
    this.logger.warn('The accounts of the organization could not be listed', { discoveryId, ...error });
  }

  /** All attempts are used up; in the transaction that says so of the job. */
  async giveUp(tx: Tx, tenantId: string, discoveryId: string, message: string): Promise<void> {
    const discovery = await this.store.find(tx, tenantId, discoveryId);
    const error = { reason: 'failed', message };
    if (discovery !== undefined) await this.#end(tx, discovery, error, { error });
  }

  async #end(tx: Tx, discovery: DiscoveryRow, error: DiscoveryError | null, after: object): Promise<boolean> {
    const { tenantId, id: targetId } = discovery;
    if (!(await this.store.end(tx, tenantId, targetId, error))) return false;
    const action = error === null ? 'account-discovery.completed' : 'account-discovery.failed';
    const change = { action, targetType: 'account-discovery', targetId, after };
    await this.audit.write(tx, actorOf(discovery), change);
    await this.store.prune(tx, tenantId);
    return true;
  }
}

/** Who asked for it, by way of the discovery. */
export const actorOf = ({ id, tenantId, requestedBy, requestedByKey }: DiscoveryRow): Actor => ({
  tenantId,
  owner: requestedBy,
  keyId: requestedByKey,
  via: `discovery ${id}`,
});
