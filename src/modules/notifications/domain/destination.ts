import { z } from 'zod';

/** Where a channel leads, without what is secret of it. */
export const channelTypes = ['slack', 'email', 'sns', 'webhook', 'eventbridge'] as const;
export type ChannelType = (typeof channelTypes)[number];

/** Whom a message goes to where no channel is meant: what notificationTargets and approvals name. */
export const directTarget = z.discriminatedUnion('type', [
  z.object({ type: z.literal('email'), to: z.string() }),
  z.object({ type: z.literal('sns'), topicArn: z.string() }),
]);
export type DirectTarget = z.output<typeof directTarget>;

/** A channel of the tenant, or somebody named. */
export type Recipient = { channelId: string } | { target: DirectTarget };

/** What keeps the messages to one recipient in order: one is sent at a time in each lane. */
export function laneOf(recipient: Recipient): string {
  if ('channelId' in recipient) return recipient.channelId;
  const { target } = recipient;
  return target.type === 'email' ? `email:${target.to.toLowerCase()}` : `sns:${target.topicArn}`;
}
