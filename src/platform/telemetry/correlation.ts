import { AsyncLocalStorage } from 'node:async_hooks';
import { newId } from '../../shared/ids.js';

interface Thread {
  correlationId: string;
}

const store = new AsyncLocalStorage<Thread>();

/** The id that ties a request to the jobs, logs and messages that follow from it. */
export const correlation = {
  /** Runs `work` with this id; what it awaits has the id too. */
  run: <T>(correlationId: string, work: () => T): T => store.run({ correlationId }, work),
  current: (): string | undefined => store.getStore()?.correlationId,
  /** The current id, or a new one where nothing asked for the work (a tick). */
  id: (): string => store.getStore()?.correlationId ?? newId('req'),
};

/** An id taken from outside is kept only if it is harmless in logs and headers. */
export const isCorrelationId = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w.:-]{1,128}$/.test(value);
