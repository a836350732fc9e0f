import { sandboxKind } from '../../platform/sandbox/index.js';
import type { CustomOutcome } from './domain/custom-outcome.js';

/** A resource as an expression is asked about it. */
export interface AskedResource {
  /** Its configuration as JSON text. */
  text: string;
  /** Where it has no evidence: such a place gives nothing, and reading it is noted. */
  missing: (string | number)[][];
  /** `$resource` of the expression. */
  resource: { arn: string; accountId: string; region: string };
}

export type CustomQuestion =
  | { kind: 'check'; expression: string }
  /** Each expression over each resource, rule by rule; `from`: how many of them are known already. */
  | { kind: 'page'; nowMs: number; expressions: string[]; resources: AskedResource[]; from: number };

/** `fault`: what keeps the text from being an expression. `outcomes`: as many as there was time for, one at least. */
export type CustomAnswer = { fault: string | null } | { outcomes: CustomOutcome[] };

export const customKind = sandboxKind<CustomQuestion, CustomAnswer>(
  'custom-controls',
  new URL('custom-rules.sandbox.js', import.meta.url),
  { what: 'The expression', one: 'it' },
);
