import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { matches, patternOf } from './domain/pattern/index.js';
import type {
  EventRuleAnswer,
  EventRuleQuery,
  EventRuleTrial,
  RuleRunAnswer,
  RuleRunQuery,
  TestEventRule,
} from './event-rules.schemas.js';
import { EventRuleStore, type EventRuleRow } from './event-rules.store.js';
import { RuleRunStore, type RuleRunRow } from './rule-runs.store.js';

/** Shows event rules and what they did. */
@Injectable()
export class RuleReading {
  constructor(
    private readonly database: Database,
    private readonly rules: EventRuleStore,
    private readonly runStore: RuleRunStore,
  ) {}

  async list({ tenantId }: Caller, query: EventRuleQuery): Promise<Page<EventRuleAnswer>> {
    const { enabled, action, name, limit, cursor } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    return this.database.withTenant(tenantId, async (tx) => {
      const filter = { enabled, action, name, after, take: limit + 1 };
      const page = toPage(await this.rules.list(tx, tenantId, filter), limit, ({ id }) => [id]);
      return { ...page, items: await this.#answers(tx, tenantId, page.items) };
    });
  }

  async get({ tenantId }: Caller, id: string): Promise<EventRuleAnswer> {
    return this.database.withTenant(tenantId, (tx) => this.read(tx, tenantId, id));
  }

  /** @throws AppError NOT_FOUND */
  async read(tx: Tx, tenantId: string, id: string): Promise<EventRuleAnswer> {
    const [answer] = await this.#answers(tx, tenantId, [await this.#find(tx, tenantId, id)]);
    if (answer === undefined) throw notFound('event rule', id);
    return answer;
  }

  async runs({ tenantId }: Caller, id: string, query: RuleRunQuery): Promise<Page<RuleRunAnswer>> {
    const { status, limit, cursor } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    return this.database.withTenant(tenantId, async (tx) => {
      const rule = await this.#find(tx, tenantId, id);
      const rows = await this.runStore.list(tx, rule, { status, after, take: limit + 1 });
      const page = toPage(rows, limit, (row) => [row.id]);
      return { ...page, items: page.items.map(runAnswer) };
    });
  }

  /** Whether an event matches; of a pattern that is none, why. */
  async test({ tenantId }: Caller, { pattern, ruleId, event }: TestEventRule): Promise<EventRuleTrial> {
    const given =
      ruleId === undefined
        ? pattern
        : (await this.database.withTenant(tenantId, (tx) => this.#find(tx, tenantId, ruleId))).pattern;
    const read = patternOf(given);
    if ('problems' in read) {
      const problems = read.problems.map(({ path, message }) => ({ path: inPattern(path), message }));
      return { matches: false, problems };
    }
    return { matches: matches(read.pattern, event) };
  }

  async #find(tx: Tx, tenantId: string, id: string): Promise<EventRuleRow> {
    const row = await this.rules.find(tx, tenantId, id);
    if (row === undefined) throw notFound('event rule', id);
    return row;
  }

  async #answers(tx: Tx, tenantId: string, rows: readonly EventRuleRow[]): Promise<EventRuleAnswer[]> {
    const ids = rows.map(({ id }) => id);
    const newest = await this.runStore.newest(tx, tenantId, ids);
    return rows.map(({ defaultKey, savedByKey: _, ...rule }) => {
      const run = newest.get(rule.id);
      return { ...rule, isDefault: defaultKey !== null, lastRun: run === undefined ? null : runAnswer(run) };
    });
  }
}

/** A problem's path as the caller wrote it. */
export const inPattern = (path: string): string => (path === '' ? 'pattern' : `pattern.${path}`);

const runAnswer = ({ id: runId, tenantId: _, ...run }: RuleRunRow): RuleRunAnswer => ({ runId, ...run });
