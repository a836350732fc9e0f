import { isListOf, isNumber, isRecord, isText } from './shapes.js';

/** What an incident's workflow asks before it cuts resources off, so far as the page shows it. */
export interface AskedContainment {
  incidentId: string;
  severity: string;
  /** Why it has that severity. */
  reasons: readonly string[];
  /** Which guardrails want people asked. */
  why: readonly string[];
  changes: readonly { resourceArn: string; words: readonly string[]; calls: readonly string[] }[];
  /** Changes that found no room in the question. */
  more: number;
  refused: readonly { resourceArn: string; reason: string }[];
}

const isChange = (value: unknown): value is AskedContainment['changes'][number] =>
  isRecord(value) &&
  isText(value['resourceArn']) &&
  isListOf(value['words'], isText) &&
  isListOf(value['calls'], isText);

const isRefused = (value: unknown): value is AskedContainment['refused'][number] =>
  isRecord(value) && isText(value['resourceArn']) && isText(value['reason']);

/** The containment that a question's details are; undefined where they are something else. */
export function containmentIn(details: unknown): AskedContainment | undefined {
  if (!isRecord(details)) return undefined;
  const { incidentId, severity, reasons, why, changes, more, refused } = details;
  if (!isText(incidentId) || !isText(severity) || !isNumber(more)) return undefined;
  if (!isListOf(reasons, isText) || !isListOf(why, isText)) return undefined;
  if (!isListOf(changes, isChange) || !isListOf(refused, isRefused)) return undefined;
  return { incidentId, severity, reasons, why, changes, more, refused };
}
