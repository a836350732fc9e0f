import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type NoEvidence } from '../../domain/part.js';
import { type ResourceType } from '../../domain/resource-type.js';
import { type Found, foundOf, read, type Reader, readerBeside, type ResourceRef } from '../reader.js';

/** A regional type that is listed, once for both, before another one that is judged by it. */
export interface ReaderBefore<C> extends Reader {
  pages(aws: Aws): AsyncGenerator<C[]>;
  /** It is this account's; others tell of the other type all the same. */
  isOwn(configuration: C, aws: Aws): boolean;
}

/** Declares such a type; the other one's reader has it `beside` itself, and lists it by `listBefore`. */
export function readerBefore<C>(
  type: ResourceType<C>,
  definition: {
    pages: (aws: Aws) => AsyncGenerator<C[]>;
    isOwn?: (configuration: C, aws: Aws) => boolean;
    describe: (aws: Aws, ref: ResourceRef) => Promise<C | null>;
  },
): ReaderBefore<C> {
  const { pages, isOwn = () => true, describe } = definition;
  return { ...readerBeside(type, { describe }), scope: 'region', pages, isOwn };
}

/**
 * Lists it, and shows each page to `see`. Gives back why the listing ended early, or null: the other type's is still
 * worth having.
 */
export async function* listBefore<C>(
  before: ReaderBefore<C>,
  aws: Aws,
  see: (page: readonly C[]) => void,
): AsyncGenerator<Found, NoEvidence | null> {
  const pages = before.pages(aws);
  for (;;) {
    const next = await read(() => pages.next());
    if (isNoEvidence(next)) {
      yield foundOf(before.type, [], [next]);
      return next;
    }
    if (next.done === true) return null;
    see(next.value);
    const own = next.value.filter((one) => before.isOwn(one, aws));
    yield foundOf(before.type, own);
  }
}
