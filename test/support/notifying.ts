import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { FactName } from '../../src/modules/notifications/domain/rules/told.js';
import { Database } from '../../src/platform/database/index.js';
import { fact, Outbox } from '../../src/platform/outbox/index.js';
import { eventually, type TestApp } from './app.js';
import { toldFacts } from './told-facts.js';

/** A telling as its row has it. */
export interface TellingRow {
  lane: string;
  sourceKey: string;
  ruleId: string | null;
  groupKey: string;
  threadKey: string | null;
  dueAt: Date;
  isDigest: boolean;
  createdAt: Date;
}

/** Whom tellings are for. */
export const lanesOf = (tellings: readonly { lane: string }[]): string[] =>
  tellings.map(({ lane }) => lane).sort();

/** How long a telling waits. */
export const secondsAfter = ({ dueAt, createdAt }: Pick<TellingRow, 'dueAt' | 'createdAt'>): number =>
  (dueAt.getTime() - createdAt.getTime()) / 1000;

export interface AlertRow {
  ruleId: string;
  key: string;
  count: number;
  closedAt: Date | null;
  escalateAt: Date | null;
}

type Keys = Awaited<ReturnType<TestApp['tenant']>>;

/** A tenant that is told of facts. */
export class Notified {
  constructor(
    readonly test: TestApp,
    readonly tenantId: string,
    readonly keys: Keys,
  ) {}

  /** Writes facts as their publisher does; each has what is given beside what toldFacts says. @returns their ids */
  async write(name: FactName, payloads: readonly object[] = [{}]): Promise<string[]> {
    const definition = fact<object>(name, z.looseObject({}));
    const marks = payloads.map(() => randomUUID());
    const facts = payloads.map((payload, i) => ({
      ...{ key: marks[i] ?? '', payload: { ...toldFacts[name], ...payload } },
    }));
    const { app, database } = this.test;
    await app
      .get(Database)
      .withTenant(this.tenantId, (tx) => app.get(Outbox).write(tx, this.tenantId, definition, facts));
    const rows = await database.query<{ id: string }>(
      'SELECT id FROM facts WHERE key = ANY($1) ORDER BY id',
      [marks],
    );
    return rows.map(({ id }) => id);
  }

  /** Writes facts and waits until everybody has taken them. */
  async tell(name: FactName, ...payloads: object[]): Promise<string[]> {
    const ids = await this.write(name, payloads.length === 0 ? [{}] : payloads);
    await this.settled();
    return ids;
  }

  /** Nobody has a fact to take any more. */
  async settled(): Promise<void> {
    await eventually(async () => {
      const [row] = await this.test.database.query<{ left: number }>(
        `SELECT count(*)::int AS left FROM jobs WHERE name = 'outbox.deliver' AND payload ->> 'subscriber' LIKE '%notification%'`,
      );
      return row?.left === 0;
    }, 60_000);
  }

  tellings(): Promise<TellingRow[]> {
    return this.test.database.query(
      `SELECT lane, source_key AS "sourceKey", rule_id AS "ruleId", group_key AS "groupKey",
              thread_key AS "threadKey", due_at AS "dueAt", is_digest AS "isDigest", created_at AS "createdAt"
         FROM notification_tellings WHERE tenant_id = $1 ORDER BY id`,
      [this.tenantId],
    );
  }

  /** Tellings of some facts, by their ids. */
  async of(...ids: string[]): Promise<TellingRow[]> {
    return (await this.tellings()).filter(({ sourceKey }) => ids.includes(sourceKey));
  }

  /** What rules remember. */
  alerts(): Promise<AlertRow[]> {
    return this.test.database.query(
      `SELECT rule_id AS "ruleId", key, count, closed_at AS "closedAt", escalate_at AS "escalateAt"
         FROM notification_alerts WHERE tenant_id = $1 AND rule_id NOT IN ('window', 'ended') ORDER BY rule_id, key`,
      [this.tenantId],
    );
  }

  /** A channel without anybody behind it. */
  async channel(
    name: string,
    type = 'webhook',
    config: object = { host: 'example.invalid' },
  ): Promise<string> {
    const id = `chn_${randomUUID().replaceAll('-', '')}`;
    await this.test.database.query(
      `INSERT INTO notification_channels (id, tenant_id, name, type, config, enabled, created_by, saved_by)
       VALUES ($1, $2, $3, $4, $5, true, 'x', 'x')`,
      [id, this.tenantId, name, type, config],
    );
    return id;
  }

  ask<T = Record<string, unknown>>(method: string, path: string, body?: object, key = this.keys.admin) {
    return this.test.request<T>(method, path, { key, ...(body === undefined ? {} : { body }) });
  }

  /** A rule of the tenant's own. @returns its id */
  async rule(when: object, more: object = {}): Promise<string> {
    const body = { name: randomUUID(), when, ...more };
    const { status, body: made } = await this.ask<{ id: string }>('POST', '/notifications/rules', body);
    if (status !== 201) throw new Error(`the rule was not made: ${JSON.stringify(made)}`);
    return made.id;
  }

  async removeDefaults(): Promise<void> {
    const { body } = await this.ask<{ items: { id: string; isDefault: boolean }[] }>(
      ...(['GET', '/notifications/rules?limit=500'] as const),
    );
    for (const { id } of body.items.filter((one) => one.isDefault))
      await this.ask('DELETE', `/notifications/rules/${id}`);
  }
}

/** A tenant of its own, with the rules that every tenant has. */
export async function notified(test: TestApp, tenantId: string): Promise<Notified> {
  const keys = await test.tenant(tenantId);
  const one = new Notified(test, tenantId, keys);
  await eventually(async () => {
    const { body } = await one.ask<{ items: object[] }>('GET', '/notifications/rules');
    return body.items.length >= 6;
  }, 60_000);
  return one;
}
