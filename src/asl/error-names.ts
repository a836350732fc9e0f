/** Not among States.ALL: the definition does not fit the data, or a quota is met. */
const TERMINAL: ReadonlySet<string> = new Set(['States.Runtime', 'States.DataLimitExceeded']);

/**
 * Whether a Retry's or Catch's ErrorEquals names an error. The wildcards: States.ALL takes all but what is terminal,
 * States.TaskFailed all but States.Timeout, and States.Timeout a missed heartbeat too ("Handling errors in Step
 * Functions workflows").
 */
export function matches(names: readonly string[], error: string | undefined): boolean {
  return names.some((name) => {
    if (name === error) return true;
    if (name === 'States.ALL') return error === undefined || !TERMINAL.has(error);
    if (name === 'States.TaskFailed') return error !== 'States.Timeout';
    return name === 'States.Timeout' && error === 'States.HeartbeatTimeout';
  });
}
