import { isListOf, isNumber, isRecord, isText, isTextOrNull } from './shapes.js';

/** A remediation's plan as a question holds it, so far as the page shows it. */
export interface AskedPlan {
  remediationId: string;
  why: readonly string[];
  changes: readonly AskedChange[];
  /** Changes that found no room in the question. */
  notShown: number;
}

interface AskedChange {
  findingId: string | null;
  title: string;
  resourceArn: string;
  accountId: string;
  region: string;
  words: readonly string[];
  calls: readonly { call: string; region: string; input?: unknown }[];
  loses: string | null;
}

const isCall = (value: unknown): value is AskedChange['calls'][number] =>
  isRecord(value) && isText(value['call']) && isText(value['region']);

const isChange = (value: unknown): value is AskedChange =>
  isRecord(value) &&
  ['title', 'resourceArn', 'accountId', 'region'].every((name) => isText(value[name])) &&
  isTextOrNull(value['findingId']) &&
  isTextOrNull(value['loses']) &&
  isListOf(value['words'], isText) &&
  isListOf(value['calls'], isCall);

/** The plan that a question's details are; undefined where they are something else. */
export function planIn(details: unknown): AskedPlan | undefined {
  if (!isRecord(details)) return undefined;
  const { why, changes, notShown, remediationId } = details;
  if (!isText(remediationId) || !isListOf(why, isText) || !isListOf(changes, isChange)) return undefined;
  return isNumber(notShown) ? { remediationId, why, changes, notShown } : undefined;
}
