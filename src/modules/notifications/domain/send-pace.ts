import type { ChannelType } from './destination.js';

/**
 * The least time between two messages to one recipient, in milliseconds. Slack takes one a second for each webhook
 * or channel (docs.slack.dev/apis/web-api/rate-limits); the others are spared.
 */
export const sendPaceMs: Record<ChannelType, number> = {
  slack: 1_000,
  email: 250,
  sns: 100,
  webhook: 100,
  eventbridge: 50,
};
