const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "3 hours ago", "in 2 days". */
export function ago(at: Date, now = Date.now()): string {
  const seconds = Math.round((at.getTime() - now) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return relative.format(Math.trunc(seconds / length), unit);
}

/** A time on the reader's clock; in UTC where the pointer rests. */
export function Time({ at, short = false }: { at: string | null; short?: boolean }) {
  if (at === null) return <span className="soft">never</span>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toISOString().replace('T', ' ').replace('.000Z', ' UTC')}>
      {short ? ago(date) : absolute.format(date)}
    </time>
  );
}
