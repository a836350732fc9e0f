import type { Envelope } from './envelope.js';
import { OWN_SOURCE } from './own-event.js';
import { textsAt } from './paths.js';

export const actionTypes = ['workflow', 'scan-resource', 'scan', 'notify', 'sns', 'lambda'] as const;
export type ActionType = (typeof actionTypes)[number];

/** What a rule starts, by the type of its workflow or the name of its state machine. */
export interface WorkflowAction {
  type: 'workflow';
  workflowType?: string | undefined;
  stateMachineName?: string | undefined;
  parameters: Record<string, unknown>;
  /** More parameters, by where the event has them: `$.detail.findingId`. */
  inputPaths: Record<string, string>;
}

export const runStatuses = ['queued', 'succeeded', 'failed', 'skipped'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Runs of one rule in any minute; what is over that is skipped. A rule that causes what it is about ends so. */
export const RUNS_PER_MINUTE = 60;
/** And what is over this, in one process, is not even written down. */
export const RECORDED_PER_MINUTE = 2 * RUNS_PER_MINUTE;

/** Names the scans that rules start. */
export const RULE_SOURCE = 'event-rule';
/** Executions that rules start are named by the run. */
const RUN_ID = /^rrun_[0-9a-f]{32}$/;

/**
 * Parameters out of an event. A path with `[]` gives a list, of one where the event has no array there; any other the
 * first text or number, as text. What the event lacks is left out.
 */
export function parametersOf(
  { parameters, inputPaths }: Pick<WorkflowAction, 'parameters' | 'inputPaths'>,
  event: Envelope,
): Record<string, unknown> {
  const found = Object.entries(inputPaths).flatMap(([name, path]) => {
    const value = valueAt(event, path.replace(/^\$\./, ''));
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...parameters, ...Object.fromEntries(found) };
}

function valueAt(event: Envelope, path: string): string | string[] | undefined {
  const texts = textsAt(event, path);
  if (!path.includes('[]')) return texts[0];
  const all = texts.length === 0 && path.endsWith('[]') ? textsAt(event, path.slice(0, -2)) : texts;
  return all.length === 0 ? undefined : all;
}

/** A fact as rules see it: an event of the service's own. */
export function envelopeOfFact(fact: {
  id: string;
  name: string;
  payload: Record<string, unknown>;
  createdAt: Date;
}): Envelope {
  const { id, name, payload, createdAt } = fact;
  const text = (field: string) => (typeof payload[field] === 'string' ? payload[field] : '');
  return {
    ...{ version: '0', id, 'detail-type': name, source: OWN_SOURCE, account: text('accountId') },
    ...{ time: createdAt.toISOString(), region: text('region') },
    ...{ resources: text('resourceArn') === '' ? [] : [text('resourceArn')], detail: payload },
  };
}

/** Whether an action would start again what a rule has started, and whose end the event tells. */
export function isLoop({ source, detail }: Envelope, type: ActionType): boolean {
  if (source !== OWN_SOURCE || !['workflow', 'scan', 'scan-resource'].includes(type)) return false;
  const { executionName, scanId, source: startedBy } = detail;
  if (typeof executionName === 'string' && RUN_ID.test(executionName)) return true;
  return scanId !== undefined && startedBy === RULE_SOURCE;
}
