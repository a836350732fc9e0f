import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { parseExpression } from './expression.js';
import { nextAfter, occurrences, previousBefore, type Timetable } from './timetable.js';

/*
 * Random expressions come as text together with a plain question about a date, built side by side, so that neither
 * our reading of the text nor the engine has a part in what is expected. Zones are Temporal's.
 */
interface Field {
  text: string;
  matches: (value: number) => boolean;
}
interface DayField {
  text: string;
  matches: (date: Temporal.PlainDate) => boolean;
}
interface RandomCron {
  text: string;
  minutes: Field;
  hours: Field;
  day: DayField;
  month: Field;
  year: Field;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

function field(min: number, max: number, names: string[] = []): fc.Arbitrary<Field> {
  const size = max - min + 1;
  const value = fc.integer({ min, max });
  const name = (of: number, named: boolean) => (named ? (names[of - min] ?? String(of)) : String(of));
  const step = fc.integer({ min: 1, max });
  const within = (from: number, to: number, every: number) => (asked: number) => {
    const distance = (asked - from + size) % size;
    return distance <= (to - from + size) % size && distance % every === 0;
  };
  const element: fc.Arbitrary<Field> = fc.oneof(
    fc
      .tuple(value, fc.boolean())
      .map(([v, n]) => ({ text: name(v, n), matches: (asked: number) => asked === v })),
    fc.tuple(value, value, fc.boolean()).map(([a, b, n]) => ({
      text: `${name(a, n)}-${name(b, n)}`,
      matches: within(a, b, 1),
    })),
    fc.tuple(value, value, step).map(([a, b, s]) => ({ text: `${a}-${b}/${s}`, matches: within(a, b, s) })),
    fc.tuple(value, step).map(([a, s]) => ({ text: `${a}/${s}`, matches: within(a, max, s) })),
    step.map((s) => ({ text: `*/${s}`, matches: within(min, max, s) })),
  );
  const list = fc.array(element, { minLength: 1, maxLength: 3 }).map((elements) => ({
    text: elements.map((one) => one.text).join(','),
    matches: (asked: number) => elements.some((one) => one.matches(asked)),
  }));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant({ text: '*', matches: () => true }) },
    { weight: 2, arbitrary: list },
  );
}

/** Sunday is 1, as AWS counts. */
const weekday = (date: Temporal.PlainDate) => (date.dayOfWeek % 7) + 1;
const isWorkday = (date: Temporal.PlainDate) => date.dayOfWeek <= 5;

/** The working day of the same month that is closest to the date; a Saturday gives way to the Friday before. */
function nearest(date: Temporal.PlainDate): Temporal.PlainDate {
  const around = [0, -1, 1, -2, 2].map((days) => date.add({ days }));
  return around.find((one) => one.month === date.month && isWorkday(one)) ?? date;
}

const dayOfMonth: fc.Arbitrary<DayField> = fc.oneof(
  field(1, 31).map(({ text, matches }) => ({
    text,
    matches: (date: Temporal.PlainDate) => matches(date.day),
  })),
  fc.constant({ text: 'L', matches: (date: Temporal.PlainDate) => date.day === date.daysInMonth }),
  fc.constant({
    text: 'LW',
    matches: (date: Temporal.PlainDate) => date.equals(nearest(date.with({ day: date.daysInMonth }))),
  }),
  fc.integer({ min: 1, max: 31 }).map((day) => ({
    text: `${day}W`,
    matches: (date: Temporal.PlainDate) =>
      day <= date.daysInMonth && date.equals(nearest(date.with({ day }))),
  })),
);

const aDay = fc.integer({ min: 1, max: 7 });
const dayOfWeek: fc.Arbitrary<DayField> = fc.oneof(
  field(1, 7, DAYS).map(({ text, matches }) => ({
    text,
    matches: (date: Temporal.PlainDate) => matches(weekday(date)),
  })),
  fc.constant({ text: 'L', matches: (date: Temporal.PlainDate) => date.dayOfWeek === 6 }),
  fc.tuple(aDay, fc.boolean()).map(([day, named]) => ({
    text: `${named ? DAYS[day - 1] : day}L`,
    matches: (date: Temporal.PlainDate) => weekday(date) === day && date.day + 7 > date.daysInMonth,
  })),
  fc.tuple(aDay, fc.integer({ min: 1, max: 5 })).map(([day, week]) => ({
    text: `${day}#${week}`,
    matches: (date: Temporal.PlainDate) => weekday(date) === day && Math.ceil(date.day / 7) === week,
  })),
);

const year: fc.Arbitrary<Field> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ text: '*', matches: () => true }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 2020, max: 2035 }), fc.integer({ min: 0, max: 9 }))
      .map(([from, more]) => ({
        text: `${from}-${from + more}`,
        matches: (asked: number) => asked >= from && asked <= from + more,
      })),
  },
);

const cron: fc.Arbitrary<RandomCron> = fc
  .tuple(field(0, 59), field(0, 23), fc.boolean(), dayOfMonth, dayOfWeek, field(1, 12, MONTHS), year)
  .map(([minutes, hours, byDate, ofMonth, ofWeek, month, years]) => {
    const days = byDate ? [ofMonth.text, '?'] : ['?', ofWeek.text];
    const text = `cron(${[minutes.text, hours.text, days[0], month.text, days[1], years.text].join(' ')})`;
    return { text, minutes, hours, day: byDate ? ofMonth : ofWeek, month, year: years };
  });

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'UTC',
];

/** When the clocks of a zone change between 2005 and 2035. */
function changes(timezone: string): number[] {
  const found: number[] = [];
  let at = Temporal.Instant.from('2005-01-01T00:00Z')
    .toZonedDateTimeISO(timezone)
    .getTimeZoneTransition('next');
  while (at !== null && at.year < 2035) {
    found.push(at.epochMilliseconds);
    at = at.getTimeZoneTransition('next');
  }
  return found;
}

/** A zone and an instant, every other time within three hours of a change of its clocks. */
const place = fc.constantFrom(...zones).chain((timezone) => {
  const any = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2035, 0, 1) });
  const known = changes(timezone);
  const near = fc
    .tuple(fc.constantFrom(...(known.length > 0 ? known : [0])), fc.integer({ min: -180, max: 180 }))
    .map(([at, minutes]) => at + minutes * 60_000);
  return fc.tuple(fc.constant(timezone), known.length > 0 ? fc.oneof(any, near) : any);
});

function timetable({ text }: RandomCron, timezone: string): Timetable {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(`${text}: ${JSON.stringify(parsed.problems)}`);
  return { expression: parsed.expression, timezone, anchor: new Date(0) };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** The next run by asking every minute of every day; undefined where there is none within `days`. */
function naiveNext(random: RandomCron, timezone: string, afterMs: number, days: number): number | undefined {
  const minutes = range(0, 59).filter(random.minutes.matches);
  const hours = range(0, 23).filter(random.hours.matches);
  let date = Temporal.Instant.fromEpochMilliseconds(afterMs).toZonedDateTimeISO(timezone).toPlainDate();
  for (let tried = 0; tried < days; tried++, date = date.add({ days: 1 })) {
    if (!random.month.matches(date.month) || !random.year.matches(date.year) || !random.day.matches(date))
      continue;
    for (const hour of hours) {
      for (const minute of minutes) {
        const planned = date.toPlainDateTime({ hour, minute });
        const run = planned.toZonedDateTime(timezone, { disambiguation: 'earlier' });
        const exists = run.toPlainDateTime().equals(planned);
        if (exists && run.epochMilliseconds > afterMs) return run.epochMilliseconds;
      }
    }
  }
  return undefined;
}

describe('for any cron expression, zone and instant', () => {
  it('the next run is the one that asking every minute finds', () => {
    fc.assert(
      fc.property(cron, place, (random, [timezone, afterMs]) => {
        const days = 500;
        const found = nextAfter(timetable(random, timezone), new Date(afterMs))?.getTime();
        const expected = naiveNext(random, timezone, afterMs, days);
        if (expected !== undefined) expect(found).toBe(expected);
        else expect(found ?? Infinity).toBeGreaterThan(afterMs + (days - 2) * 86_400_000);
      }),
      { numRuns: 400 },
    );
  });

  it('runs are sorted and distinct, and previous leads back from each to the one before', () => {
    fc.assert(
      fc.property(cron, place, (random, [timezone, fromMs]) => {
        const table = timetable(random, timezone);
        const runs: Date[] = [];
        for (const run of occurrences(table, new Date(fromMs), new Date(fromMs + 400 * 86_400_000))) {
          if (runs.push(run) === 100) break;
        }
        for (const [index, run] of runs.entries()) {
          expect(run.getTime()).toBeGreaterThan(runs[index - 1]?.getTime() ?? fromMs - 1);
          if (index > 0) expect(previousBefore(table, run)).toEqual(runs[index - 1]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('no run lies between an instant and its next or its previous run', () => {
    fc.assert(
      fc.property(cron, place, (random, [timezone, atMs]) => {
        const table = timetable(random, timezone);
        const at = new Date(atMs);
        const [before, after] = [previousBefore(table, at), nextAfter(table, at)];
        const here = nextAfter(table, new Date(atMs - 1));
        if (before !== undefined) expect(nextAfter(table, before)).toEqual(here);
        if (after !== undefined)
          expect(previousBefore(table, after)).toEqual(here?.getTime() === atMs ? at : before);
      }),
      { numRuns: 400 },
    );
  });
});

describe('for any rate', () => {
  it('each run is one period after the last, counted from the anchor', () => {
    const instant = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) });
    const unit = fc.constantFrom('minute', 'hours', 'days');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        unit,
        instant,
        instant,
        (amount, named, anchorMs, atMs) => {
          const parsed = parseExpression(`rate(${amount} ${named})`);
          if (!parsed.ok || parsed.expression.kind !== 'rate') throw new Error('no rate');
          const { periodMs } = parsed.expression;
          const table = { expression: parsed.expression, timezone: 'UTC', anchor: new Date(anchorMs) };
          const firstMs = Math.ceil(anchorMs / 1000) * 1000;
          const next = nextAfter(table, new Date(atMs))?.getTime() ?? NaN;
          expect((next - firstMs) % periodMs).toBe(0);
          expect(next).toBeGreaterThan(atMs);
          expect(next === firstMs || next - periodMs <= atMs).toBe(true);
          const previous = previousBefore(table, new Date(next))?.getTime();
          expect(previous).toBe(next === firstMs ? undefined : next - periodMs);
        },
      ),
    );
  });
});
