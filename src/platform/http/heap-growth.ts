import type { Server } from 'node:http';
import { setFlagsFromString } from 'node:v8';

/** Per cent by which V8 lets the heap grow before it looks what is garbage. */
const BUSY = 80;
const BUSY_PER_SECOND = 30;
const EVERY_MS = 1000;
/** Seconds without load after which it is kept small again. */
const CALM_SECONDS = 10;

let resting: number | undefined;

/**
 * Keeps the heap small: V8 lets it grow by a half and more by itself, and less costs a scan hardly any time and saves it
 * a hundred megabytes. From now on, for this process.
 */
export function restrainHeap(percent: number): void {
  resting = percent;
  set(percent);
}

/**
 * Lets the heap grow more while many requests come in: each makes garbage at once, and collecting it as often as is right
 * for a scan took a third of the time and more. Does nothing where nobody has restrained it.
 */
export function growUnderLoad(server: Server): void {
  if (resting === undefined) return;
  let [requests, calm, isBusy] = [0, 0, false];
  server.on('request', () => (requests += 1));
  const timer = setInterval(() => {
    calm = requests >= BUSY_PER_SECOND ? 0 : calm + 1;
    requests = 0;
    const wanted = calm < CALM_SECONDS && (isBusy || calm === 0);
    if (wanted !== isBusy) set(wanted ? Math.max(BUSY, resting ?? 0) : (resting ?? 0));
    isBusy = wanted;
  }, EVERY_MS);
  timer.unref();
  server.once('close', () => clearInterval(timer));
}

const set = (percent: number): void => setFlagsFromString(`--heap-growing-percent=${percent}`);
