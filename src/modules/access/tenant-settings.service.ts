import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { notFound } from '../../shared/app-error.js';
import { AuditLog } from './audit-log.service.js';
import {
  effectiveSettings,
  mergeSettings,
  settingsPatch,
  type SettingsPatch,
  type TenantSettings,
} from './domain/settings.js';
import { TenantStore } from './tenants.store.js';

@Injectable()
export class TenantSettingsService {
  constructor(
    private readonly database: Database,
    private readonly store: TenantStore,
    private readonly audit: AuditLog,
  ) {}

  /**
   * What holds for a tenant.
   * @throws AppError NOT_FOUND
   */
  async settingsOf(tenantId: string): Promise<TenantSettings> {
    return this.database.withTenant(tenantId, (tx) => this.settingsIn(tx, tenantId));
  }

  /** The same within a transaction of the tenant. */
  async settingsIn(tx: Tx, tenantId: string): Promise<TenantSettings> {
    const stored = await this.store.settings(tx, tenantId);
    if (stored === undefined) throw notFound('tenant', tenantId);
    return effectiveSettings(settingsPatch.parse(stored));
  }

  /** What people call a tenant. @throws AppError NOT_FOUND */
  async nameOf(tenantId: string): Promise<string> {
    const name = await this.database.withTenant(tenantId, (tx) => this.store.name(tx, tenantId));
    if (name === undefined) throw notFound('tenant', tenantId);
    return name;
  }

  async get(caller: Caller, tenantId: string): Promise<TenantSettings> {
    return this.settingsOf(reachable(caller, tenantId));
  }

  /** Sets what is given and keeps the rest. */
  async change(caller: Caller, id: string, given: SettingsPatch): Promise<TenantSettings> {
    const tenantId = reachable(caller, id);
    return this.database.withTenant(tenantId, async (tx) => {
      const stored = await this.store.settingsForUpdate(tx, tenantId);
      if (stored === undefined) throw notFound('tenant', tenantId);
      const before = settingsPatch.parse(stored);
      const after = mergeSettings(before, given);
      await this.store.saveSettings(tx, tenantId, after);
      const change = { action: 'tenant.settings_changed', targetType: 'tenant', targetId: tenantId };
      await this.audit.write(tx, { ...caller, tenantId }, { ...change, before, after });
      return effectiveSettings(after);
    });
  }
}

/** A tenant's key reaches its own tenant; of others it does not even learn that they are there. */
function reachable(caller: Caller, tenantId: string): string {
  if (caller.role !== 'platform' && caller.tenantId !== tenantId) throw notFound('tenant', tenantId);
  return tenantId;
}
