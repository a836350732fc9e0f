import type { Severity } from '../severity.js';
import type { Condition, ConditionFact } from './condition.js';
import type { Delivery } from './delivery-times.js';
import { digestAt } from './delivery-times.js';
import { conditionFactOf, matches } from './matching.js';
import { audibleAt, type QuietHours } from './quiet-hours.js';
import type { FactName, Told } from './told.js';

/** Whom a rule tells: all channels but those of a fixed purpose, or these. */
export type ChannelChoice = 'all' | readonly string[];

export interface Rule {
  id: string;
  name: string;
  when: Condition;
  channels: ChannelChoice;
  delivery: Delivery;
  quietHours: QuietHours | null;
  repeatAfterMinutes: number | null;
  escalation: { afterMinutes: number; channels: readonly string[] } | null;
  defaultKey: string | null;
}

/** When a rule lets something be told that is to be told at `at`. */
export function dueAt(
  { delivery, quietHours }: Pick<Rule, 'delivery' | 'quietHours'>,
  severity: Severity | null,
  at: Date,
): Date {
  return audibleAt(quietHours, severity, delivery === 'immediate' ? at : digestAt(delivery, at));
}

/** What rules of a tenant are about, so that a fact that none wants costs nothing. */
export interface RuleSet {
  wants: (told: Told) => boolean;
  /** Whether some rule is about facts of this name. */
  isAbout: (fact: FactName) => boolean;
  /** Whether its end is to be known: a rule would escalate it, or tells it to recipients that have threads. */
  followsEndOf: (fact: ConditionFact) => boolean;
}

export function ruleSetOf(rules: readonly Pick<Rule, 'when' | 'escalation'>[], hasThreads: boolean): RuleSet {
  const byFact = new Map<string, (typeof rules)[number][]>();
  for (const rule of rules) byFact.set(rule.when.fact, [...(byFact.get(rule.when.fact) ?? []), rule]);
  const about = (fact: FactName) => byFact.get(conditionFactOf(fact)) ?? [];
  return {
    isAbout: (fact) => about(fact).length > 0,
    wants: (told) => about(told.fact).some(({ when }) => matches(when, told)),
    followsEndOf: (fact) =>
      (byFact.get(fact) ?? []).some(({ escalation }) => hasThreads || escalation !== null),
  };
}
