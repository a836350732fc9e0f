import { counter } from '../../platform/telemetry/index.js';

/**
 * `received` from queues and `deleted` there; of them `poison` (no event, seen for the first time), `dead` (given up),
 * `nothing` (tests and notices of other files), `later` (a file that S3 does not give now).
 */
export type MessageOutcome = 'received' | 'deleted' | 'poison' | 'dead' | 'nothing' | 'later';

/** Messages of the queues with events, by what became of them. */
export const messageCounts = counter<'outcome'>(
  'shepherd_events_messages_total',
  'Messages of the queues with events, by what became of them',
  ['outcome'],
);
