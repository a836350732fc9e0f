const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d(?::\d\d)?)$/;

/** A point in time, to the nanosecond. */
export interface Instant {
  /** Milliseconds since 1970. */
  ms: number;
  /** What is below the millisecond. */
  nanos: number;
}

/**
 * Reads an ISO 8601 extended offset date-time ("2016-03-14T01:59:00Z"), with a real date and a time: what Wait and the
 * Timestamp operators of Choice take.
 */
export function parseTimestamp(text: string): Instant | undefined {
  const [, ...parts] = FORM.exec(text) ?? [];
  const [year, month, day, hour, minute, second] = parts.slice(0, 6).map((part) => Number(part ?? 0));
  const [, , , , , , fraction = '', offset] = parts;
  if (offset === undefined || year === undefined || month === undefined || day === undefined)
    return undefined;
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const nanos = Number(fraction.padEnd(9, '0'));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const ms = date.getTime() - offsetMs(offset) + Math.floor(nanos / 1e6);
  return { ms, nanos: nanos % 1e6 };
}

const daysIn = (year: number, month: number): number => {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
};

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

export const compareInstants = (a: Instant, b: Instant): number => a.ms - b.ms || a.nanos - b.nanos;
