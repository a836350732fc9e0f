import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import { newId } from '../../shared/ids.js';
import { defaultRules } from './domain/event-rule-defaults.js';
import { EventRuleStore } from './event-rules.store.js';

const OWNER = 'compliance-shepherd';

/** Gives each tenant the event rules that every tenant has. One that was deleted does not come back. */
@Injectable()
export class RuleDefaults implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: EventRuleStore,
  ) {}

  /** For tenants that are older than a rule, and the first one of all. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorker) return;
    const keys = defaultRules.map(({ key }) => key);
    for (const tenantId of await this.store.tenantsWithout(keys)) await this.make(tenantId);
  }

  /** Safe to repeat. Where a rule of the tenant's own has the name already, that is the tenant's word. */
  async make(tenantId: string): Promise<void> {
    const by = { createdBy: OWNER, savedBy: OWNER, savedByKey: 'system' };
    const rules = defaultRules.map(({ key: defaultKey, name, description, pattern }) => ({
      ...{ id: newId('rule'), tenantId, defaultKey, name, description, pattern, enabled: true, ...by },
      action: { type: 'scan-resource' as const },
    }));
    await this.database.withTenant(tenantId, (tx) => this.store.insert(tx, rules));
  }
}
