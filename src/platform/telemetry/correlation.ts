import { AsyncLocalStorage } from 'node:async_hooks';
import { newId } from '../../shared/ids.js';
import { masked } from '../../shared/masked.js';
import type { Span } from './span.js';

/** What work that runs now belongs to. */
export interface Thread {
  readonly correlationId: string;
  /** What is under way in its trace; only where traces are made. */
  readonly span: Span | undefined;
}

/** For tracing.ts alone. */
export const threads = new AsyncLocalStorage<Thread>();

/** The id that ties a request to the jobs, logs and messages that follow from it. */
export const correlation = {
  /** Runs `work` with this id; what it awaits has the id too. */
  run<T>(correlationId: string, work: () => T): T {
    const outer = threads.getStore();
    // the work of another id is in another trace, which has no span here
    const span = outer?.correlationId === correlationId ? outer.span : undefined;
    return threads.run({ correlationId, span }, work);
  },
  current: (): string | undefined => threads.getStore()?.correlationId,
  /** The current id, or a new one where nothing asked for the work (a tick). */
  id: (): string => threads.getStore()?.correlationId ?? newId('req'),
};

/** An id taken from outside is kept only if it is harmless in logs and headers, and is no key that was mistaken for one. */
export const isCorrelationId = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value) && masked(value) === value;
