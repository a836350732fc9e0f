import { pause } from '../polling/index.js';
import { isOutage } from './outage.js';

const FIRST_MS = 50;
const LONGEST_MS = 2_000;

/**
 * Asks the database until it can be reached: again after 50 ms, doubled, 2 s at most. For what may be asked twice, since
 * an answer may be lost after the work was done.
 *
 * @param signal ends the waiting
 * @throws what `ask` throws, where it is no outage, or the outage when the signal is aborted
 */
export async function whenBack<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (let delayMs = FIRST_MS; ; delayMs = Math.min(2 * delayMs, LONGEST_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!isOutage(error) || signal.aborted) throw error;
      await pause(delayMs, signal);
      if (signal.aborted) throw error;
    }
  }
}
