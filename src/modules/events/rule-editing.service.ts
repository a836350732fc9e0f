import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { conflict, notFound } from '../../shared/app-error.js';
import { newId } from '../../shared/ids.js';
import { AuditLog } from '../access/index.js';
import type { EventRuleAnswer, SaveEventRule } from './event-rules.schemas.js';
import { EventRuleStore, type EventRuleRow } from './event-rules.store.js';
import { RuleChecks } from './rule-checks.service.js';
import { RuleReading } from './rule-reading.service.js';

/** As many as EventBridge has on one bus (eventbridge/latest/userguide/eb-quota.html). */
const MAX_RULES = 300;

/** Makes, changes and deletes event rules. Every process knows of it within two seconds. */
@Injectable()
export class RuleEditing {
  constructor(
    private readonly database: Database,
    private readonly store: EventRuleStore,
    private readonly checks: RuleChecks,
    private readonly reading: RuleReading,
    private readonly audit: AuditLog,
  ) {}

  /** @throws AppError INVALID naming each bad field; CONFLICT where there is one of that name, or there are too many */
  async create(caller: Caller, body: SaveEventRule): Promise<EventRuleAnswer> {
    const { tenantId, owner, keyId } = caller;
    await this.checks.check(tenantId, body);
    return this.database.withTenant(tenantId, async (tx) => {
      if ((await this.store.count(tx, tenantId)) >= MAX_RULES)
        throw conflict(`There are ${MAX_RULES} rules already`);
      const id = newId('rule');
      const by = { createdBy: owner, savedBy: owner, savedByKey: keyId };
      if (!(await this.store.insert(tx, [{ id, tenantId, ...settable(body), ...by }])))
        throw taken(body.name);
      return this.#changed(tx, caller, 'event_rule.created', id, undefined);
    });
  }

  async change(caller: Caller, id: string, body: SaveEventRule): Promise<EventRuleAnswer> {
    const { tenantId, owner, keyId } = caller;
    await this.database.withTenant(tenantId, (tx) => this.#find(tx, tenantId, id));
    await this.checks.check(tenantId, body);
    return this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#find(tx, tenantId, id);
      if (await this.store.isTaken(tx, tenantId, body.name, id)) throw taken(body.name);
      await this.store.change(tx, before, { ...settable(body), savedBy: owner, savedByKey: keyId });
      return this.#changed(tx, caller, 'event_rule.changed', id, before);
    });
  }

  async remove(caller: Caller, id: string): Promise<void> {
    const { tenantId } = caller;
    await this.database.withTenant(tenantId, async (tx) => {
      const before = await this.#find(tx, tenantId, id);
      await this.store.remove(tx, before);
      const change = { action: 'event_rule.deleted', targetType: 'event_rule', targetId: id };
      await this.audit.write(tx, caller, { ...change, before: told(before) });
    });
    this.checks.forget(tenantId);
  }

  async #changed(
    tx: Tx,
    caller: Caller,
    action: string,
    id: string,
    before: EventRuleRow | undefined,
  ): Promise<EventRuleAnswer> {
    const { tenantId } = caller;
    const after = await this.#find(tx, tenantId, id);
    await this.audit.write(tx, caller, {
      ...{ action, targetType: 'event_rule', targetId: id },
      before: before && told(before),
      after: told(after),
    });
    this.database.onCommit(tx, () => this.checks.forget(tenantId));
    return this.reading.read(tx, tenantId, id);
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<EventRuleRow> {
    const row = await this.store.find(tx, tenantId, id);
    if (row === undefined) throw notFound('event rule', id);
    return row;
  }
}

const taken = (name: string) => conflict(`There is an event rule ${name} already`);

const settable = ({ name, description, pattern, action, enabled }: SaveEventRule) => ({
  ...{ name, description, pattern, action, enabled },
});

const told = ({ name, description, pattern, action, enabled, savedBy }: EventRuleRow) => ({
  ...{ name, description, pattern, action, enabled, savedBy },
});
