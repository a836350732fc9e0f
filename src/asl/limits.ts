import { StatesError } from './errors.js';

/** Quotas of AWS ("Service quotas", Step Functions developer guide), and the failures where one is met. */

const PAYLOAD_BYTES = 262_144;
export const HISTORY_EVENTS = 25_000;
/** A Wait of more seconds than an int holds fails (recorded: 24,856 days are too long). */
export const WAIT_SECONDS = 2 ** 31 - 1;
/** Iterations of an inline Map at once. */
export const INLINE_CONCURRENCY = 40;
/** Children of a distributed Map at once; AWS starts up to 10,000, here each is a part of the execution's state. */
export const DISTRIBUTED_CONCURRENCY = 1_000;

/** Measured on AWS: event 25,000 is the ExecutionFailed itself. */
export const historyFull = (): StatesError =>
  new StatesError(
    'States.Runtime',
    `The execution reached the maximum number of history events (${HISTORY_EVENTS}).`,
  );

/** Whether a payload's JSON text takes more bytes of UTF-8 than a state may pass on. */
export function isTooLarge(text: string): boolean {
  if (text.length > PAYLOAD_BYTES) return true;
  // No UTF-16 unit takes more than three bytes.
  return text.length * 3 > PAYLOAD_BYTES && Buffer.byteLength(text, 'utf8') > PAYLOAD_BYTES;
}

/** @param whose the state, or what AWS names for a task: the function's ARN, the service */
export const resultTooLarge = (whose: string): StatesError =>
  new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${whose}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );

export const parametersTooLarge = (whose: string): StatesError =>
  new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${whose}' provided parameters with a size exceeding the maximum number of bytes service limit.`,
  );
