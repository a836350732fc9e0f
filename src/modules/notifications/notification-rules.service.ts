import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, notFound } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { AuditLog } from '../access/index.js';
import { AlertStore } from './notification-alerts.store.js';
import { NotificationRuleChecks } from './notification-rule-checks.service.js';
import type { RuleAnswer, RuleQuery, SaveRule } from './notification-rules.schemas.js';
import { NotificationRuleStore, type RuleRow } from './notification-rules.store.js';

const MAX_RULES = 200;

/** Makes, shows, changes and deletes notification rules. Every process knows of a change within seconds. */
@Injectable()
export class NotificationRules {
  constructor(
    private readonly database: Database,
    private readonly store: NotificationRuleStore,
    private readonly alerts: AlertStore,
    private readonly checks: NotificationRuleChecks,
    private readonly audit: AuditLog,
  ) {}

  async list({ tenantId }: Caller, query: RuleQuery): Promise<Page<RuleAnswer>> {
    const { enabled, fact, name, limit, cursor } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.store.list(tx, tenantId, { enabled, fact, name, after, take: limit + 1 }),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map(answer) };
  }

  async get({ tenantId }: Caller, id: string): Promise<RuleAnswer> {
    return this.database.withTenant(tenantId, async (tx) => answer(await this.#find(tx, tenantId, id)));
  }

  /** @throws AppError INVALID naming each bad field; CONFLICT where there is one of that name, or there are too many */
  async create(caller: Caller, body: SaveRule): Promise<RuleAnswer> {
    const { tenantId, owner } = caller;
    return this.database.withTenant(tenantId, async (tx) => {
      const values = await this.checks.valuesOf(tx, tenantId, body);
      if ((await this.store.count(tx, tenantId)) >= MAX_RULES)
        throw conflict(`There are ${MAX_RULES} notification rules already`);
      const id = newId('nrule');
      const row = { id, tenantId, ...values, defaultKey: null, createdBy: owner, savedBy: owner };
      if (!(await this.store.insert(tx, [row]))) throw taken(body.name);
      return this.#changed(tx, caller, 'notification_rule.created', id, undefined);
    });
  }

  /** What is known of what it has told stays, so that nothing is repeated for the change alone. */
  async change(caller: Caller, id: string, body: SaveRule): Promise<RuleAnswer> {
    const { tenantId, owner } = caller;
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#find(tx, tenantId, id);
      const values = await this.checks.valuesOf(tx, tenantId, body);
      if (await this.store.isTaken(tx, tenantId, body.name, id)) throw taken(body.name);
      const now = await this.database.now(tx);
      await this.store.change(tx, tenantId, id, { ...values, savedBy: owner }, now);
      return this.#changed(tx, caller, 'notification_rule.changed', id, before);
    });
  }

  async remove(caller: Caller, id: string): Promise<void> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#find(tx, tenantId, id);
      await this.store.remove(tx, before, await this.database.now(tx));
      await this.alerts.deleteOfRule(tx, tenantId, id);
      const change = { action: 'notification_rule.deleted', targetType: 'notification_rule', targetId: id };
      await this.audit.write(tx, caller, { ...change, before: audited(before) });
      this.database.onCommit(tx, () => this.checks.forget(tenantId));
    });
  }

  async #changed(
    tx: Tx,
    caller: Caller,
    action: string,
    id: string,
    before: RuleRow | undefined,
  ): Promise<RuleAnswer> {
    const { tenantId } = caller;
    const after = await this.#find(tx, tenantId, id);
    await this.audit.write(tx, caller, {
      ...{ action, targetType: 'notification_rule', targetId: id },
      before: before && audited(before),
      after: audited(after),
    });
    this.database.onCommit(tx, () => this.checks.forget(tenantId));
    return answer(after);
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<RuleRow> {
    const row = await this.store.find(tx, tenantId, id);
    if (row === undefined) throw notFound('notification rule', id);
    return row;
  }
}

const taken = (name: string) => conflict(`There is a notification rule ${name} already`);

const answer = ({ defaultKey, ...row }: RuleRow): RuleAnswer => ({
  ...row,
  isDefault: defaultKey !== null,
  channels: row.channels === 'all' ? 'all' : [...row.channels],
  delivery: row.delivery === 'immediate' ? row.delivery : { ...row.delivery },
  quietHours: row.quietHours === null ? null : { ...row.quietHours },
  escalation: row.escalation === null ? null : { ...row.escalation },
});

const audited = ({
  id: _id,
  tenantId: _tenant,
  createdAt: _created,
  updatedAt: _updated,
  ...rest
}: RuleRow) => rest;
