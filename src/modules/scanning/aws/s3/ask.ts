import { failureOf } from '../../../../platform/aws/index.js';
import { type Part } from '../../domain/part.js';
import { read } from '../reader.js';

/** Reads one part of one bucket: `read`, for a bucket that must not cost the others their listing. */
export interface Ask {
  <T>(call: () => Promise<T>): Promise<Part<T>>;
  /** null where S3 answers with the code `absent`. */
  <T>(call: () => Promise<T>, options: { absent: string }): Promise<Part<T | null>>;
}

/**
 * Buckets of all regions are listed at once, and some may lie where this account or role does not get in: a region
 * that was switched off since, or that a network does not reach. Whatever S3 answers about one of their parts (other
 * than that the bucket is gone) is then no evidence of that part.
 *
 * @param elsewhere the bucket is in another region than the listing, whose credentials and network are known to work
 */
export const askOf =
  (elsewhere: boolean): Ask =>
  async <T>(call: () => Promise<T>, options?: { absent: string }) => {
    try {
      return (await read(call, options ?? { absent: [] })) as Part<T>; // null only by `absent`
    } catch (error) {
      const { failure, code, message } = failureOf(error);
      if (code === 'NoSuchBucket') throw error;
      const closed = failure === 'invalid_credentials' || failure === 'unreachable';
      if (closed ? !elsewhere : !isAnswer(error)) throw error;
      return { noEvidence: failure === 'invalid_credentials' ? 'denied' : 'failed', code, message };
    }
  };

/** S3 said no; anything else is a mistake of ours. */
const isAnswer = (error: unknown): boolean =>
  typeof (error as { $metadata?: { httpStatusCode?: unknown } } | null)?.$metadata?.httpStatusCode ===
  'number';
