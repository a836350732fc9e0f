import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { defaultRules } from './domain/rules/default-rules.js';
import { NotificationRuleSets } from './notification-rule-sets.js';
import { NotificationRuleStore } from './notification-rules.store.js';

const OWNER = 'compliance-shepherd';

/** Gives each tenant the notification rules that every tenant has. One that was deleted does not come back. */
@Injectable()
export class NotificationRuleDefaults implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: NotificationRuleStore,
    private readonly sets: NotificationRuleSets,
  ) {}

  /** For tenants that are older than a rule, and the first one of all. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorker) return;
    const keys = defaultRules.map(({ key }) => key);
    for (const tenantId of await this.store.tenantsWithout(keys)) await this.make(tenantId);
  }

  /** Safe to repeat. Where a rule of the tenant's own has the name already, that is the tenant's word. */
  async make(tenantId: string): Promise<void> {
    const rows = defaultRules.map(({ key: defaultKey, name, description, when, repeatAfterMinutes }) => ({
      ...{ id: newId('nrule'), tenantId, defaultKey, name, description, when, repeatAfterMinutes },
      ...{ enabled: true, channels: 'all' as const, delivery: 'immediate' as const },
      ...{ quietHours: null, escalation: null, createdBy: OWNER, savedBy: OWNER },
    }));
    await this.database.withTenant(tenantId, (tx) => this.store.insert(tx, rows));
    this.sets.forget(tenantId);
  }
}
