import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Message } from './domain/message.js';
import { audibleAt } from './domain/rules/quiet-hours.js';
import { ERROR_RATE_LASTS_MS } from './domain/rules/repetition.js';
import { AlertStore, type AlertKey } from './notification-alerts.store.js';
import { NotificationRuleStore } from './notification-rules.store.js';
import { ScanMessageStore } from './notification-scans.store.js';
import { chosen, Recipients } from './recipients.service.js';
import { Tellings } from './telling.js';

const BATCH = 200;
const RETENTION_BATCH = 5_000;
/** Those of so long are due together, so that what nobody has acted on in numbers is few messages. */
const TOGETHER_MS = 10_000;

/** Tells others where nobody has done what somebody has to do. */
@Injectable()
export class NotificationEscalations {
  constructor(
    private readonly database: Database,
    private readonly alerts: AlertStore,
    private readonly rules: NotificationRuleStore,
    private readonly recipients: Recipients,
    private readonly tellings: Tellings,
  ) {}

  /** Safe to run twice, and in several processes at a time. */
  async escalateDue(): Promise<void> {
    for (;;) {
      const due = await this.alerts.due(BATCH);
      for (const { tenantId, ...key } of due)
        await this.database.withTenant(tenantId, (tx) => this.#escalate(tx, tenantId, key));
      if (due.length < BATCH) return;
    }
  }

  async #escalate(tx: Tx, tenantId: string, key: AlertKey): Promise<void> {
    const alert = await this.alerts.takeDue(tx, tenantId, key);
    if (alert === undefined) return;
    const now = await this.database.now(tx);
    const rule = (await this.rules.enabled(tx, tenantId)).find(({ id }) => id === key.ruleId);
    const escalation = rule?.escalation ?? null;
    const isOver =
      alert.threadKey === 'error-rate' && now.getTime() - alert.lastAt.getTime() > ERROR_RATE_LASTS_MS;
    if (rule === undefined || escalation === null || alert.message === null || isOver) {
      await this.alerts.ended(tx, tenantId, key, { closedAt: now });
      return;
    }
    const { message, threadKey, firstAt } = alert;
    const reachable = await this.recipients.reachable(tx, tenantId, new Map());
    const escalated = escalatedMessage(message, escalation.afterMinutes, now);
    const at = new Date(Math.ceil(now.getTime() / TOGETHER_MS) * TOGETHER_MS);
    const sourceKey = `escalated:${rule.id}:${key.key}:${firstAt.toISOString()}`;
    await this.tellings.add(
      tx,
      tenantId,
      chosen(reachable, escalation.channels).map((recipient) => ({
        ...{ recipient, ruleId: rule.id, sourceKey, groupKey: `escalated:${rule.id}`, threadKey },
        ...{ dueAt: audibleAt(rule.quietHours, message.severity, at), isDigest: false, message: escalated },
      })),
    );
    await this.alerts.ended(tx, tenantId, key, { escalatedAt: now });
  }
}

function escalatedMessage(message: Message, afterMinutes: number, now: Date): Message {
  const after = afterMinutes === 1 ? 'a minute' : `${afterMinutes} minutes`;
  return {
    ...{ ...message, at: now.toISOString() },
    title: `Nobody has acted for ${after}: ${message.title}`.slice(0, 250),
  };
}

/** Forgets what nothing can come to any more. */
@Injectable()
export class NotificationUpkeep {
  constructor(
    private readonly alerts: AlertStore,
    private readonly scans: ScanMessageStore,
  ) {}

  async deleteOld(): Promise<void> {
    while ((await this.alerts.deleteOld(RETENTION_BATCH)) === RETENTION_BATCH);
    while ((await this.scans.deleteOld(RETENTION_BATCH)) === RETENTION_BATCH);
  }
}
