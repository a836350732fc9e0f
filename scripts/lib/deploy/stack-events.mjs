import { setTimeout as sleep } from 'node:timers/promises';

/** The events of a stack while it changes, and which of them is the reason when it fails. */

/** Others that CloudFormation stopped because one had failed: no reason of their own. */
const FOLLOWS_FROM_ANOTHER = /^Resource (creation|update) cancelled/i;
/** Longer than the longest: a database with a second one in another zone takes half an hour. */
const LONGEST_MS = 3 * 60 * 60_000;

/** @typedef {{ id: string, type: string, status: string, reason?: string }} Event */

export class StackFailed extends Error {
  /** @param {Event | undefined} failed */
  constructor(stack, status, failed) {
    const what =
      failed === undefined
        ? 'and its events do not say why.'
        : `because of ${failed.id} (${failed.type}): ${failed.reason ?? failed.status}`;
    super(`The stack ${stack} ended as ${status}, ${what}`);
    this.failed = failed;
  }
}

/**
 * Tells of each new event in its order until the stack is at rest, by its own event: what DescribeStacks says may be
 * from before.
 * @param {{ name: string, id: string }} stack id: by which it is asked for; of a new one not its name
 * @param {Set<string>} seen ids of events from before
 * @param {(event: Event) => void} onEvent
 * @returns {Promise<{ status: string, failed: Event | undefined }>} the first failure, which is the reason of others
 */
export async function follow({ cloudformation, pollMs }, { name, id }, seen, onEvent) {
  const failures = [];
  const until = Date.now() + LONGEST_MS;
  for (;;) {
    for (const event of await newEvents(cloudformation, id, seen)) {
      const isOwn = event.type === 'AWS::CloudFormation::Stack' && event.id === name;
      if (isOwn && !event.status.endsWith('_IN_PROGRESS')) {
        return { status: event.status, failed: reasonOf(failures) ?? (event.reason ? event : undefined) };
      }
      if (!isOwn && event.status.endsWith('_FAILED')) failures.push(event);
      onEvent(event);
    }
    if (Date.now() > until) throw new Error(`The stack ${name} is still being changed after three hours.`);
    await sleep(pollMs);
  }
}

const reasonOf = (failures) =>
  failures.find(({ reason }) => reason !== undefined && !FOLLOWS_FROM_ANOTHER.test(reason)) ?? failures[0];

/** The newest come first and in pages: read until one that is known. */
async function newEvents(cloudformation, StackName, seen) {
  const fresh = [];
  let NextToken;
  do {
    const page = await cloudformation.describeStackEvents({ StackName, NextToken });
    const news = (page.StackEvents ?? []).filter(({ EventId }) => !seen.has(EventId));
    fresh.push(...news);
    NextToken = news.length > 0 && news.length === page.StackEvents.length ? page.NextToken : undefined;
  } while (NextToken);
  for (const { EventId } of fresh) seen.add(EventId);
  return fresh.reverse().map((event) => ({
    id: event.LogicalResourceId ?? '',
    type: event.ResourceType ?? '',
    status: event.ResourceStatus ?? '',
    ...(event.ResourceStatusReason ? { reason: event.ResourceStatusReason } : {}),
  }));
}
