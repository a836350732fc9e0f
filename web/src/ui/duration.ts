/** A length of time as one says it: "340 ms", "2.4 s", "3 min 5 s", "2 h 10 min". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60).toLocaleString('en-US')} h ${minutes % 60} min`;
}

/** From one time to another; undefined where either is not there yet. */
export const between = (from: string | null, to: string | null): string | undefined =>
  from === null || to === null ? undefined : duration(Date.parse(to) - Date.parse(from));
