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

/** Asks AWS. What goes wrong there becomes ReadFailed, so that it is not taken for an error of our own, and back. */
export async function reading<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    const { failure, code, message } = failureOf(thrown);
    throw new ReadFailed({ reason: REASONS[failure], code, message }, PASSING.includes(failure));
  }
}

/** The same for a stream: each page is asked for on its own. */
export async function* readingPages<T>(pages: AsyncGenerator<T>): AsyncGenerator<T> {
  for (;;) {
    const next = await reading(() => pages.next());
    if (next.done === true) return;
    yield next.value;
  }
}
