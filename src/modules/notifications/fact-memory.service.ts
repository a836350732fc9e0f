import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { AuditLog } from '../access/index.js';
import { ERROR_RATE_LASTS_MS } from './domain/rules/repetition.js';
import { asksForAction, endedBy, scanIdOf } from './domain/rules/subject.js';
import { messageOf } from './domain/words/index.js';
import type { Happened, Plan } from './fact-planning.service.js';
import { AlertStore } from './notification-alerts.store.js';
import { NotificationRuleStore } from './notification-rules.store.js';
import { ScanMessageStore } from './notification-scans.store.js';

/** How long a request waits for the scan that it tells of to be heard of. */
const SCAN_HEARD_WITHIN_MS = 60_000;

/** What is remembered of facts for those that come later. All in the transaction that takes the fact. */
@Injectable()
export class FactMemory {
  constructor(
    private readonly alerts: AlertStore,
    private readonly scans: ScanMessageStore,
    private readonly rules: NotificationRuleStore,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A scan's fact and the request of its workflow are on their way at the same time; the request is told in the
   * words of the scan.
   * @throws Error where the scan is not known yet, so that the request is taken again in a moment
   */
  async waitForScan(tx: Tx, { tenantId, told, createdAt }: Happened, now: Date): Promise<void> {
    const scanId = told.fact === 'notification.requested' ? scanIdOf(told.payload.details) : undefined;
    if (scanId === undefined || now.getTime() - createdAt.getTime() > SCAN_HEARD_WITHIN_MS) return;
    if ((await this.scans.find(tx, tenantId, scanId)) === undefined)
      throw new Error(`nothing was heard of ${scanId} yet`);
  }

  async keepScan(tx: Tx, { tenantId, told, createdAt }: Happened, plan: Plan | undefined): Promise<void> {
    if (told.fact !== 'scan.completed') return;
    const { scanId, status, timestamp } = told.payload;
    const message = plan?.message ?? messageOf(told.fact, told.payload, createdAt);
    const ended = new Date(timestamp);
    const endedAt = Number.isNaN(ended.getTime()) ? createdAt : ended;
    await this.scans.keep(tx, tenantId, scanId, message, status === 'cancelled' ? null : endedAt);
  }

  /** Facts about one thing are taken one after the other. */
  async lock(tx: Tx, { tenantId }: Happened, key: string): Promise<void> {
    await this.alerts.lock(tx, tenantId, key);
  }

  /**
   * What has ended before its beginning was heard of is nobody's task any more.
   * @param onlyNew what is remembered already stays as it is
   */
  async remember(
    tx: Tx,
    { tenantId, told, createdAt }: Happened,
    { alerts, subject }: Plan,
    onlyNew: boolean,
  ): Promise<void> {
    const { threadKey, repeatKey } = subject;
    if (told.fact === 'error-rate.high' && threadKey !== null) {
      const before = new Date(createdAt.getTime() - ERROR_RATE_LASTS_MS);
      await this.alerts.close(tx, tenantId, threadKey, createdAt, before);
    }
    const known = onlyNew ? await this.alerts.ofKey(tx, tenantId, repeatKey) : [];
    const isLate =
      threadKey !== null &&
      asksForAction(told) &&
      alerts.some(({ escalateAt }) => escalateAt !== null) &&
      ((await this.alerts.endOf(tx, tenantId, threadKey)) ?? createdAt) > createdAt;
    const news = alerts.filter(({ ruleId }) => !known.some((one) => one.ruleId === ruleId));
    for (const alert of news)
      await this.alerts.save(tx, tenantId, isLate ? { ...alert, escalateAt: null } : alert);
  }

  /** Closes what the fact ends. */
  async end(tx: Tx, { tenantId, told, createdAt }: Happened, now: Date): Promise<void> {
    const threadKey = endedBy(told);
    if (threadKey === undefined) return;
    await this.alerts.close(tx, tenantId, threadKey, now);
    const rules = await this.rules.enabled(tx, tenantId);
    if (rules.some(({ escalation }) => escalation !== null))
      await this.alerts.noteEnd(tx, tenantId, threadKey, createdAt);
  }

  /** A workflow, or an event rule, has named somebody who is not told: the audit log shows it. */
  async refused(tx: Tx, { tenantId, told, id }: Happened, refused: Plan['refused']): Promise<void> {
    const actor = { tenantId, owner: 'compliance-shepherd', keyId: 'system' };
    for (const one of refused) {
      const change = { action: 'notification.refused', targetType: 'notification', targetId: id };
      await this.audit.write(tx, actor, { ...change, after: { ...one, fact: told.fact } });
    }
  }
}
