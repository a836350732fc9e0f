import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../../platform/config/index.js';
import { Database } from '../../platform/database/index.js';
import type { ConditionFact } from './domain/rules/condition.js';
import { ruleSetOf, type RuleSet } from './domain/rules/rule.js';
import { toldOf, type FactName } from './domain/rules/told.js';
import { fixedRules } from './fixed-rules.js';
import { NotificationRuleStore } from './notification-rules.store.js';

/** After this time a set is read again, and used meanwhile. */
const FRESH_FOR_MS = 2_000;
/** After this time it is not used: a rule that was saved elsewhere works within these seconds. */
const KNOWN_FOR_MS = 5_000;

interface Known {
  set: RuleSet;
  readAt: number;
}

/**
 * Which facts some rule of a tenant is about: asked for each fact before it is written, so it must cost nothing. It
 * only keeps out what nobody wants: what is let in is matched with the rules as they are then.
 */
@Injectable()
export class NotificationRuleSets {
  readonly #known = new LRUCache<string, Known>({ max: 10_000, ttl: KNOWN_FOR_MS });
  readonly #reading = new Map<string, object>();

  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly store: NotificationRuleStore,
  ) {}

  /** Whether a rule may want a fact; where that is not known just now the answer is yes. */
  mayWant(tenantId: string, fact: FactName, payload: unknown): boolean {
    const set = this.#set(tenantId);
    if (set === undefined) return true;
    if (!set.isAbout(fact)) return false;
    try {
      return set.wants(toldOf(fact, payload));
    } catch {
      return true; // what cannot be read is for who takes it to say: who writes it must not fail for that
    }
  }

  /** Whether anybody wants to know how what such a fact began has ended. */
  mayFollow(tenantId: string, fact: ConditionFact): boolean {
    return this.#set(tenantId)?.followsEndOf(fact) ?? true;
  }

  /** Rules have changed here. */
  forget(tenantId: string): void {
    this.#known.delete(tenantId);
    this.#reading.delete(tenantId); // what is being read may be older than the change
  }

  #set(tenantId: string): RuleSet | undefined {
    const known = this.#known.get(tenantId);
    if (known === undefined || performance.now() - known.readAt > FRESH_FOR_MS) this.#read(tenantId);
    return known?.set;
  }

  #read(tenantId: string): void {
    if (this.#reading.has(tenantId)) return;
    const token = {};
    this.#reading.set(tenantId, token);
    const readAt = performance.now();
    const isCurrent = () => this.#reading.get(tenantId) === token;
    this.database
      .withTenant(tenantId, async (tx) => {
        const rules = [...fixedRules(this.config, tenantId), ...(await this.store.enabled(tx, tenantId))];
        return ruleSetOf(rules, (await this.store.channelsWithThreads(tx, tenantId)).size > 0);
      })
      .then(
        (set) => {
          if (isCurrent()) this.#known.set(tenantId, { set, readAt });
        },
        () => undefined, // it is asked again with the next fact
      )
      .finally(() => {
        if (isCurrent()) this.#reading.delete(tenantId);
      });
  }
}
