import {
  type Decision,
  fail,
  notApplicable,
  pass,
  undecided,
  type Verdict,
  verdicts,
  withoutPart,
} from './control.js';
import { type MissingPart, partName } from './custom-control.js';

/** What an expression did on one resource. `missing`: the parts without evidence that it read, by their number. */
export type CustomOutcome =
  /** `gave`: its value as JSON text; undefined: nothing. `read`: the fields that it read, with their values. */
  | { gave?: string; read: Record<string, unknown>; missing: number[] }
  | { failed: string; missing: number[] }
  /** It met a limit, there or on a resource before. */
  | { limit: string };

/** What evidence may hold, as JSON text. */
const MOST_EVIDENCE = 16 * 1024;
const DEEPEST = 30;
/** What PostgreSQL cannot hold, as JSON writes it: NUL, and half of a pair. */
const UNSTORABLE = /\\u0000|\\ud[89a-f]/i;

/** Whether a decision is that of an expression that was stopped, by its evidence. */
export const isStopped = (evidence: Readonly<Record<string, unknown>>): boolean =>
  evidence['stopped'] === true;

/**
 * true is a pass and false a fail, with the fields that were read as evidence; `{verdict, evidence}` says both itself.
 * All else decides nothing, and says why. So does whatever was read without evidence.
 */
export function decisionOf(outcome: CustomOutcome, missing: readonly MissingPart[]): Decision {
  if ('limit' in outcome) return undecided(outcome.limit, { stopped: true });
  const [first] = outcome.missing;
  const unread = first === undefined ? undefined : missing[first];
  if (unread !== undefined) return withoutPart(partName(unread), unread.why);
  if ('failed' in outcome) return undecided(`The expression failed: ${outcome.failed}`);
  const { gave, read } = outcome;
  if (gave === undefined) return undecided('The expression gave nothing', storable(read) ? read : {});
  if (gave.length > MOST_EVIDENCE)
    return undecided(`The expression gave more than ${MOST_EVIDENCE / 1024} KB`);
  const value: unknown = JSON.parse(gave);
  const evidence = storable(read) ? read : {};
  if (typeof value === 'boolean') return value ? pass(evidence) : fail(evidence);
  return typeof value === 'object' && value !== null && 'verdict' in value
    ? spoken(value, evidence)
    : undecided(
        `The expression gave ${kindOf(value)}: neither true, false nor {verdict, evidence}`,
        evidence,
      );
}

/** The form {verdict, evidence}. */
function spoken(value: { verdict: unknown; evidence?: unknown }, read: Record<string, unknown>): Decision {
  const verdict = verdicts.find((one) => one === value.verdict);
  const own = value.evidence ?? read;
  if (verdict === undefined)
    return undecided(`The expression's verdict is none of ${verdicts.join(', ')}`, read);
  if (typeof own !== 'object' || own === null || Array.isArray(own))
    return undecided(`The expression's evidence is ${kindOf(own)} and no object`, read);
  if (!storable(own)) return undecided("The expression's evidence cannot be stored");
  return made(verdict, own as Record<string, unknown>);
}

function made(verdict: Verdict, evidence: Record<string, unknown>): Decision {
  switch (verdict) {
    case 'pass':
      return pass(evidence);
    case 'fail':
      return fail(evidence);
    case 'not_applicable':
      return notApplicable(evidence);
    case 'manual':
    case 'no_evidence':
      return { verdict, evidence };
  }
}

const storable = (value: unknown): boolean =>
  depthWithin(value, DEEPEST) && !UNSTORABLE.test(JSON.stringify(value));

const depthWithin = (value: unknown, left: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (left > 0 && Object.values(value).every((one) => depthWithin(one, left - 1)));

const kindOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`;
