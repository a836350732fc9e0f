import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { judged } from './changes.mjs';
import { follow, StackFailed } from './stack-events.mjs';

/** One CloudFormation stack: what it is like, what would change, and the change. Never more than one step at a time. */

/** It was never whole: CloudFormation can only delete it, and a new one of its name must wait for that. */
const NEVER_WHOLE = new Set(['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'REVIEW_IN_PROGRESS']);
const NOTHING_CHANGED = /didn't contain changes|no updates are to be performed/i;
const CHANGE_SET_MS = 10 * 60_000;

/** @typedef {{ cloudformation: object, pollMs: number }} Context */

/**
 * @param {Context} context
 * @returns {Promise<undefined | { status: string, outputs: Record<string, string>, parameters: Record<string, string> }>}
 *   undefined where there is none
 */
export async function describe({ cloudformation }, StackName) {
  let Stacks;
  try {
    ({ Stacks } = await cloudformation.describeStacks({ StackName }));
  } catch (error) {
    if (error.name === 'ValidationError' && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
  const [stack] = Stacks ?? [];
  if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') return undefined;
  const record = (list, key, value) => Object.fromEntries((list ?? []).map((one) => [one[key], one[value]]));
  return {
    status: stack.StackStatus,
    outputs: record(stack.Outputs, 'OutputKey', 'OutputValue'),
    parameters: record(stack.Parameters, 'ParameterKey', 'ParameterValue'),
  };
}

/** What a run finds that is not its own to end, in words; undefined where it may begin. */
export function obstacle(name, status) {
  if (status === undefined || status === 'REVIEW_IN_PROGRESS') return undefined;
  if (status.endsWith('_IN_PROGRESS'))
    return `The stack ${name} is being changed by somebody else (${status}). Run this again when that has ended.`;
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return `The stack ${name} could not go back to what it was (${status}). Mend what its events name, then: aws cloudformation continue-update-rollback --stack-name ${name}`;
  return undefined;
}

export const isEmpty = (status) => NEVER_WHOLE.has(status);

/**
 * Makes a stack and follows it to its end. Where there is none there is nothing to compare with: no change set.
 * @param {(event: import('./stack-events.mjs').Event) => void} onEvent
 * @throws StackFailed with the resource that failed first, and why; CloudFormation takes away again what it has made
 */
export async function create(context, stack, onEvent) {
  const { StackId } = await context.cloudformation.createStack({
    ...requestOf(stack),
    OnFailure: 'ROLLBACK',
    ClientRequestToken: randomUUID(),
  });
  await followed(context, { name: stack.name, id: StackId }, new Set(), onEvent);
}

/**
 * A change set of a stack that is there, with what it would change. Undefined: nothing would.
 * @param {{ name: string, template: { body: string }, parameters: object[], capabilities: string[], tags: object[] }} stack
 * @returns {Promise<undefined | { id: string, changes: import('./changes.mjs').Change[] }>}
 */
export async function changeSet({ cloudformation, pollMs }, stack) {
  let Id;
  try {
    ({ Id } = await cloudformation.createChangeSet({
      ...requestOf(stack),
      ChangeSetName: `deploy-${randomUUID()}`,
      ChangeSetType: 'UPDATE',
    }));
  } catch (error) {
    if (NOTHING_CHANGED.test(error.message)) return undefined;
    throw error;
  }
  const until = Date.now() + CHANGE_SET_MS;
  for (;;) {
    const { Status, StatusReason = '', changes } = await describeChangeSet(cloudformation, stack.name, Id);
    if (Status === 'CREATE_COMPLETE') return { id: Id, changes };
    if (Status === 'FAILED') {
      await cloudformation.deleteChangeSet({ StackName: stack.name, ChangeSetName: Id });
      if (NOTHING_CHANGED.test(StatusReason)) return undefined;
      throw new Error(`${stack.name}: CloudFormation refuses the change: ${StatusReason}`);
    }
    if (Date.now() > until)
      throw new Error(`${stack.name}: the change set ${Id} is still not ready (${Status}).`);
    await sleep(pollMs);
  }
}

const requestOf = ({ name, template, parameters, capabilities, tags }) => ({
  StackName: name,
  TemplateBody: template.body,
  Parameters: parameters,
  Capabilities: capabilities,
  Tags: tags,
});

/** All pages of it. */
async function describeChangeSet(cloudformation, StackName, ChangeSetName) {
  const all = [];
  let first;
  let NextToken;
  do {
    const page = await cloudformation.describeChangeSet({ StackName, ChangeSetName, NextToken });
    first ??= page;
    all.push(...(page.Changes ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  return { Status: first.Status, StatusReason: first.StatusReason, changes: judged(all) };
}

export async function dropChangeSet({ cloudformation }, StackName, { id }) {
  await cloudformation.deleteChangeSet({ StackName, ChangeSetName: id });
}

/** Carries a change set out, and follows it to its end. @throws StackFailed; what was there before is there again */
export async function execute(context, StackName, { id }, onEvent) {
  const { cloudformation } = context;
  const seen = await knownEvents(cloudformation, StackName);
  await cloudformation.executeChangeSet({ StackName, ChangeSetName: id, ClientRequestToken: randomUUID() });
  await followed(context, { name: StackName, id: StackName }, seen, onEvent);
}

async function followed(context, stack, seen, onEvent) {
  const { status, failed } = await follow(context, stack, seen, onEvent);
  if (status !== 'CREATE_COMPLETE' && status !== 'UPDATE_COMPLETE')
    throw new StackFailed(stack.name, status, failed);
}

async function knownEvents(cloudformation, StackName) {
  const { StackEvents = [] } = await cloudformation.describeStackEvents({ StackName });
  return new Set(StackEvents.map(({ EventId }) => EventId));
}

/** All of them, the newest first. */
export async function eventsOf(cloudformation, StackName) {
  const all = [];
  let NextToken;
  do {
    const page = await cloudformation.describeStackEvents({ StackName, NextToken });
    all.push(...(page.StackEvents ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  return all;
}
