import { endRunning } from './processes.mjs';

const INTERRUPTED = 130;

/**
 * What a benchmark has started, and how all of it ends: the last first, and once, whoever asks first, the end of the
 * run or a signal.
 * @returns {{ stops: (() => unknown)[], end(code: number): Promise<never> }} stops: what ends each; end: ends all, and
 *   then the process, with 130 where a signal came before
 */
export function stopping() {
  const stops = [];
  let closing;
  let isInterrupted = false;
  const closeAll = async () => {
    for (const stop of stops.reverse()) await stop();
  };
  const end = async (code) => {
    await (closing ??= closeAll());
    process.exit(isInterrupted ? INTERRUPTED : code);
  };
  const interrupt = () => {
    isInterrupted = true;
    void endRunning();
    void end(INTERRUPTED);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  return { stops, end };
}
