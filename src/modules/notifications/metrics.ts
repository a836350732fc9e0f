import { counter } from '../../platform/telemetry/index.js';

/** Names and dimensions of specs/1. Counted after the commit that says so. */
const DIMENSIONS = ['Environment', 'Service'] as const;
export const dimensions = (environment: string) => ({ Environment: environment, Service: 'notifications' });

export const notificationsSent = counter('NotificationsSent', 'Messages that arrived', DIMENSIONS, {
  unit: 'Count',
});
export const notificationsFailed = counter(
  'NotificationsFailed',
  'Messages that were given up, or wait since their channel was paused',
  DIMENSIONS,
  { unit: 'Count' },
);
export const attempts = counter('shepherd_notification_attempts_total', 'Attempts to send, by outcome', [
  'outcome',
]);
