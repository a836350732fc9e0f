import type { Server } from 'node:http';
import { setFlagsFromString } from 'node:v8';

/** Per cent by which V8 lets the heap grow before it looks what is garbage. */
const BUSY = 80;
/**
 * By how much V8 widens the space of new objects, up to --max-semi-space-size, when many of them live on. In a wide one
 * the objects of a request die before they are copied out of it; it is never narrowed but when hardly anything is made.
 */
const WIDENS = 2;
const STAYS = 1;
const BUSY_PER_SECOND = 30;
const EVERY_MS = 1000;
/** Seconds without load after which it is kept small again. */
const CALM_SECONDS = 10;

let resting: { percent: number; widening: number } | undefined;

/**
 * Keeps the heap small: V8 lets it grow by a half and more by itself, and less costs a scan hardly any time and saves it
 * a hundred megabytes. From now on, for this process; call it before much is loaded.
 * @param mayWiden where work comes in by other ways than requests
 */
export function restrainHeap(percent: number, mayWiden = false): void {
  resting = { percent, widening: mayWiden ? WIDENS : STAYS };
  set(resting);
}

/**
 * Lets the heap grow more while many requests come in: each makes garbage at once, and collecting it as often as is right
 * for a scan took a third of the time and more. Does nothing where nobody has restrained it.
 */
export function growUnderLoad(server: Server): void {
  if (resting === undefined) return;
  const atRest = resting;
  const busy = { percent: Math.max(BUSY, atRest.percent), widening: WIDENS };
  let [requests, calm, isBusy] = [0, 0, false];
  server.on('request', () => (requests += 1));
  const timer = setInterval(() => {
    calm = requests >= BUSY_PER_SECOND ? 0 : calm + 1;
    requests = 0;
    const wanted = calm < CALM_SECONDS && (isBusy || calm === 0);
    if (wanted !== isBusy) set(wanted ? busy : atRest);
    isBusy = wanted;
  }, EVERY_MS);
  timer.unref();
  server.once('close', () => clearInterval(timer));
}

function set({ percent, widening }: { percent: number; widening: number }): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
  setFlagsFromString(`--semi-space-growth-factor=${widening}`);
}
