import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../../platform/config/index.js';
import { TenantSettingsService, type TenantSettings } from '../access/index.js';

/** A change of the settings holds after this. */
const KEPT_MS = 5_000;

/** How many executions may run at once. */
@Injectable()
export class LimitsService {
  readonly #cache = new LRUCache<string, Promise<TenantSettings['limits']>>({ max: 5_000, ttl: KEPT_MS });

  constructor(
    private readonly config: Config,
    private readonly settings: TenantSettingsService,
  ) {}

  /** Of a tenant as a whole, and of one of its workflow types; the tenant's settings go before the service's. */
  async of(tenantId: string, workflowType: string): Promise<{ tenant: number; type: number }> {
    const { runningExecutions, runningExecutionsByType } = await this.#limits(tenantId);
    const tenant = Math.min(runningExecutions ?? Infinity, this.config.get('WORKFLOW_MAX_RUNNING'));
    return { tenant, type: Math.min(runningExecutionsByType[workflowType] ?? Infinity, tenant) };
  }

  #limits(tenantId: string): Promise<TenantSettings['limits']> {
    const known = this.#cache.get(tenantId);
    if (known !== undefined) return known;
    const read = this.settings.settingsOf(tenantId).then(({ limits }) => limits);
    this.#cache.set(tenantId, read);
    read.catch(() => this.#cache.delete(tenantId));
    return read;
  }
}
