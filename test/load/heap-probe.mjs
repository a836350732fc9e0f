import { writeFileSync } from 'node:fs';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/**
 * Loaded before the service (node --import): notes in HEAP_FILE how much heap was left after each full collection, which
 * is what has to stay the same for hours; between two of them it goes up and down.
 */
const { HEAP_FILE } = process.env;
const EVERY_MS = 1000;
let least = Infinity;
const observer = new PerformanceObserver((list) => {
  if (list.getEntries().some(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR))
    least = Math.min(least, getHeapStatistics().used_heap_size);
});
if (HEAP_FILE !== undefined) {
  observer.observe({ entryTypes: ['gc'] });
  const write = () => {
    if (least < Infinity) writeFileSync(HEAP_FILE, (least / 1048576).toFixed(2));
    least = Infinity;
  };
  setInterval(write, EVERY_MS).unref();
}
