import type { Aws } from '../../platform/aws/index.js';
import type { Attempt } from '../../platform/queue/index.js';
import type { Found } from './aws/reader.js';
import { noEvidenceOf } from './domain/part.js';
import { addError, type ScanError } from './domain/scan-outcome.js';
import type { PageBuffer } from './page-buffer.js';
import type { Rules } from './page-writer.js';
import type { PlaceWork } from './place-units.js';
import { ReadFailed } from './reading.js';
import type { OpenUnit } from './scan-unit.store.js';

/** What a unit's readings share. */
export interface UnitReading {
  unit: OpenUnit;
  work: PlaceWork;
  pages: PageBuffer;
  aws: Aws;
  rules: Rules;
  errors: ScanError[];
}

/** Notes what AWS did not answer, unless another attempt may get it. @throws ReadFailed to be tried again */
export async function orError<T>(
  attempt: Attempt,
  errors: ScanError[],
  resourceType: string | null,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (failed) {
    if (!(failed instanceof ReadFailed) || (failed.again && !attempt.last)) throw failed;
    addError(errors, { ...failed.error, resourceType, part: null });
    return undefined;
  }
}

/** Notes each part that could not be read; what nobody asked for is none. */
export function noteMissing({ type, configurations, gaps }: Found, errors: ScanError[]): void {
  for (const configuration of configurations) {
    for (const { part: path, missing } of noEvidenceOf(configuration)) {
      const { noEvidence: reason, code, message } = missing;
      if (reason === 'not_read') continue;
      addError(errors, { resourceType: type.type, part: path, reason, code, message });
    }
  }
  for (const { noEvidence: reason, code, message } of gaps) {
    if (reason === 'not_read') continue;
    addError(errors, { resourceType: type.type, part: 'list', reason, code, message });
  }
}
