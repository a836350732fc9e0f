import { failureOf, type AwsFailure } from '../../platform/aws/index.js';
import type { NoEvidenceReason } from './domain/part.js';
import type { ScanError } from './domain/scan-outcome.js';

/** AWS did not answer a read; `again` says whether it might, a little later. */
export class ReadFailed extends Error {
  constructor(
    readonly error: Pick<ScanError, 'reason' | 'code' | 'message'>,
    readonly again: boolean,
  ) {
    super(`${error.code}: ${error.message}`);
    this.name = 'ReadFailed';
  }
}

const REASONS: Record<AwsFailure, NoEvidenceReason> = {
  denied: 'denied',
  invalid_credentials: 'denied',
  throttled: 'throttled',
  unsupported: 'unsupported',
  not_found: 'failed',
  unreachable: 'failed',
  failed: 'failed',
};

const PASSING: readonly AwsFailure[] = ['throttled', 'unreachable', 'failed'];

/**
 * Asks AWS. What goes wrong there becomes ReadFailed, so that it is not taken for an error of our own, and back.
 * The answer is not waited for once `signal` is aborted: a page of many resources, or a throttle, may take longer than
 * a process is given to stop. @throws the signal's reason
 */
export async function reading<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([ask(), aborted]);
  } catch (thrown) {
    signal.throwIfAborted();
    const { failure, code, message } = failureOf(thrown);
    throw new ReadFailed({ reason: REASONS[failure], code, message }, PASSING.includes(failure));
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The same for a stream: each page is asked for on its own. */
export async function* readingPages<T>(pages: AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
  for (;;) {
    const next = await reading(() => pages.next(), signal);
    if (next.done === true) return;
    yield next.value;
  }
}
