import { Injectable } from '@nestjs/common';
import { Subscribes, type Fact } from '../../platform/outbox/index.js';
import { Repeats } from '../../platform/queue/index.js';
import { tenantCreated } from '../access/index.js';
import { NotificationEscalations, NotificationUpkeep } from './notification-escalations.service.js';
import { NotificationRuleDefaults } from './notification-rule-defaults.service.js';

@Injectable()
export class NotificationRulesProcessor {
  constructor(
    private readonly defaults: NotificationRuleDefaults,
    private readonly escalations: NotificationEscalations,
    private readonly upkeep: NotificationUpkeep,
  ) {}

  @Subscribes(tenantCreated, 'default-notification-rules')
  async makeDefaults({ tenantId }: Fact<unknown>): Promise<void> {
    await this.defaults.make(tenantId);
  }

  @Repeats({ name: 'notifications.escalate', everyMs: 10_000 })
  async escalate(): Promise<void> {
    await this.escalations.escalateDue();
  }

  @Repeats({ name: 'notifications.forget', everyMs: 3_600_000 })
  async forget(): Promise<void> {
    await this.upkeep.deleteOld();
  }
}
