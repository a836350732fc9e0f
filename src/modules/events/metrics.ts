import { counter, gauge, histogram } from '../../platform/telemetry/index.js';

/** Names and dimensions of specs/1. */
const DIMENSIONS = ['Environment', 'Service'] as const;
const processed = counter('EventsProcessed', 'Events that were dealt with', DIMENSIONS, { unit: 'Count' });
const failed = counter('EventsProcessingFailed', 'Events that could not be dealt with', DIMENSIONS, {
  unit: 'Count',
});
const ends = counter('shepherd_events_settled_total', 'Events by how they ended', ['disposition']);
const lag = histogram('shepherd_event_lag_seconds', 'From the time of an event to its end here', DIMENSIONS);

const dimensions = { Environment: 'dev', Service: 'event-processor' };
const described = { processed: 0, coalesced: 0 };

gauge(
  'shepherd_event_coalescing_ratio',
  'Share of described events, since the process began, that a later one of the resource told of too',
  () => {
    const all = described.processed + described.coalesced;
    if (all === 0) throw new Error('none was described yet'); // then there is no ratio
    return described.coalesced / all;
  },
);

/** Once, when the process begins: it is of one environment. */
export function countEventsIn(environment: string): void {
  dimensions.Environment = environment;
  // from nothing to one is no rise that an alert could see
  processed.add(dimensions, 0);
  failed.add(dimensions, 0);
}

/**
 * Counts an event that has ended, after the commit that says so. What was left alone (`ignored`) is neither processed
 * nor failed; what still waits (`retrying`) is not counted.
 */
export function eventSettled(disposition: string, lagSeconds: number): void {
  if (disposition === 'retrying') return;
  ends.add({ disposition });
  if (disposition === 'ignored') return;
  (disposition === 'failed' ? failed : processed).add(dimensions);
  if (disposition === 'processed' || disposition === 'coalesced') described[disposition] += 1;
  lag.observe(dimensions, Math.max(0, lagSeconds));
}
