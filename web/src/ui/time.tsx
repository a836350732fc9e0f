import { useTick } from './tick.js';

const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const daily = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
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

/** A time on the reader's clock, how far it is (`short`), or its day alone; in UTC where the pointer rests. */
export function Time({
  at,
  short = false,
  day = false,
}: {
  at: string | null;
  short?: boolean;
  day?: boolean;
}) {
  if (at === null) return <span className="soft">never</span>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toISOString().replace('T', ' ').replace('.000Z', ' UTC')}>
      {short ? <Ago date={date} /> : (day ? daily : absolute).format(date)}
    </time>
  );
}

function Ago({ date }: { date: Date }) {
  useTick();
  return ago(date);
}
