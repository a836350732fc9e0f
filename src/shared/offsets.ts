/** From `fromMs` on (an instant) the clock stands `offsetMs` ahead of UTC. */
export interface OffsetSpan {
  fromMs: number;
  offsetMs: number;
}

const DAY_MS = 86_400_000;

/**
 * How a zone's clock stands to UTC, read from Intl and kept per year of UTC: what Intl answers in a microsecond is
 * asked some 400 times for a year, and then never again. Offsets are whole seconds (Monrovia stood at -00:44:30
 * until 1972).
 */
export class ZoneOffsets {
  private readonly format: Intl.DateTimeFormat;
  private readonly years = new Map<number, readonly OffsetSpan[]>();

  /** Throws RangeError for a name that Intl does not know. */
  constructor(timezone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Milliseconds to add to an instant to have the time on the wall. */
  at(instantMs: number): number {
    const spans = this.ofYear(new Date(instantMs).getUTCFullYear());
    let index = spans.length - 1;
    while (index > 0 && (spans[index]?.fromMs ?? 0) > instantMs) index -= 1;
    return spans[index]?.offsetMs ?? 0;
  }

  /** The instants with `fromMs` < instant <= `toMs` at which the offset changes, with what it was before. */
  *changes(fromMs: number, toMs: number): Generator<{ atMs: number; beforeMs: number; afterMs: number }> {
    let beforeMs = this.at(fromMs);
    for (let year = new Date(fromMs).getUTCFullYear(); year <= new Date(toMs).getUTCFullYear(); year++) {
      for (const span of this.ofYear(year)) {
        if (span.fromMs <= fromMs || span.offsetMs === beforeMs) continue;
        if (span.fromMs > toMs) return;
        yield { atMs: span.fromMs, beforeMs, afterMs: span.offsetMs };
        beforeMs = span.offsetMs;
      }
    }
  }

  private ofYear(year: number): readonly OffsetSpan[] {
    const known = this.years.get(year);
    if (known !== undefined) return known;
    const spans = this.read(Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1));
    this.years.set(year, spans);
    return spans;
  }

  /** Looks once a day: no zone has changed its clock twice within a day since 1970. */
  private read(startMs: number, endMs: number): OffsetSpan[] {
    const spans: OffsetSpan[] = [{ fromMs: startMs, offsetMs: this.ask(startMs) }];
    for (let day = startMs; day < endMs; day += DAY_MS) {
      const before = spans.at(-1)?.offsetMs;
      // The last look is the year's last second: its end belongs to the next year.
      const look = Math.min(day + DAY_MS, endMs - 1000);
      const after = this.ask(look);
      if (after !== before) spans.push({ fromMs: this.changeWithin(day, look, after), offsetMs: after });
    }
    return spans;
  }

  /** The first second in (`fromMs`, `toMs`] at which the offset is `afterMs`. */
  private changeWithin(fromMs: number, toMs: number, afterMs: number): number {
    let low = fromMs;
    let high = toMs;
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000;
      if (this.ask(middle) === afterMs) high = middle;
      else low = middle;
    }
    return high;
  }

  private ask(instantMs: number): number {
    const numbers = this.format.format(instantMs).match(/\d+/g) ?? [];
    const [month = 1, day = 1, year = 1970, hour = 0, minute = 0, second = 0] = numbers.map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second) - instantMs;
  }
}
