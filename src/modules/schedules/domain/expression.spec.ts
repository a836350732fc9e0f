import { describe, expect, it } from '@jest/globals';
import { parseExpression } from './expression.js';

const problemsOf = (text: string): string[] => {
  const parsed = parseExpression(text);
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('parseExpression accepts', () => {
  it.each([
    // as the specification writes them, bare
    ['0 6 * * ? *', 'cron(0 6 * * ? *)'],
    ['0 8 ? * MON *', 'cron(0 8 ? * MON *)'],
    ['0 */4 * * ? *', 'cron(0 */4 * * ? *)'],
    ['0 9 1 * ? *', 'cron(0 9 1 * ? *)'],
    ['0 8 * * ? *', 'cron(0 8 * * ? *)'],
    // recorded as accepted by AWS
    ['cron(*/15 * * * ? *)', 'cron(*/15 * * * ? *)'],
    ['cron(0-59/10 0-23/2 ? * * *)', 'cron(0-59/10 0-23/2 ? * * *)'],
    ['cron(30-30 8 1-31/30 * ? *)', 'cron(30-30 8 1-31/30 * ? *)'],
    ['cron(0 8 ? * 6L *)', 'cron(0 8 ? * 6L *)'],
    ['cron(0 8 3W * ? *)', 'cron(0 8 3W * ? *)'],
    ['cron(0 8 LW * ? *)', 'cron(0 8 LW * ? *)'],
    ['cron(0 8 ? * TUE#2 *)', 'cron(0 8 ? * TUE#2 *)'],
    ['cron(0  8 ? JAN,JUL-SEP 2-6 2026-2030)', 'cron(0 8 ? JAN,JUL-SEP 2-6 2026-2030)'],
    // in lower or mixed case, as AWS's console takes them
    ['0 8 ? jan,Jul-sep mon-Fri *', 'cron(0 8 ? JAN,JUL-SEP MON-FRI *)'],
    ['cron(0 8 lw * ? *)', 'cron(0 8 LW * ? *)'],
    ['cron(0 8 ? * tue#2 *)', 'cron(0 8 ? * TUE#2 *)'],
    ['cron(0 8 ? * fril *)', 'cron(0 8 ? * FRIL *)'],
    // rate and at are kept as they are
    ['rate(5 minutes)', 'rate(5 minutes)'],
    ['rate(1 days)', 'rate(1 days)'],
    ['rate(36 hour)', 'rate(36 hour)'],
    ['at(2026-12-01T06:00:00)', 'at(2026-12-01T06:00:00)'],
    ['at(2001-02-28T23:59:59)', 'at(2001-02-28T23:59:59)'],
  ])('%s', (given, text) => {
    expect(parseExpression(given)).toMatchObject({ ok: true, expression: { text } });
  });
});

describe('parseExpression writes a field out for the engine:', () => {
  it.each([
    ['0 22-2 * * ? *', '0 0,1,2,22,23 * * ? *'],
    ['0 22-2/2 * * ? *', '0 0,2,22 * * ? *'],
    ['50-10/5 0 * * ? *', '0,5,10,50,55 0 * * ? *'],
    ['0 0 ? * FRI-MON *', '0 0 ? * 1,2,6,7 *'],
    ['0 0 ? NOV-FEB SUN *', '0 0 ? 1,2,11,12 1 *'],
    ['0 0 25-5/2 * ? *', '0 0 2,4,25,27,29,31 * ? *'],
    ['30-30 0 1-31/30 * ? *', '30 0 1,31 * ? *'],
    ['5/20,7 0-23 * * ? *', '5,7,25,45 * * * ? *'],
    ['0 0 ? * L *', '0 0 ? * 7 *'],
    ['0 0 ? * FRIL *', '0 0 ? * 6L *'],
    ['0 0 ? * MON#1 1970-2199/100', '0 0 ? * 2#1 1970,2070,2170'],
  ])('%s', (given, pattern) => {
    expect(parseExpression(given)).toMatchObject({ ok: true, expression: { pattern } });
  });
});

describe('parseExpression refuses', () => {
  it.each([
    [
      '* 1 * * * *',
      'day-of-week: day-of-month and day-of-week both say the day: exactly one of them must be ?',
    ],
    [
      '0 0 ? * ? *',
      'day-of-week: day-of-month and day-of-week are both ?: one of them must say the day, * for every',
    ],
    ['60 6 * * ? *', 'minutes: 60 is out of range: possible are 0 to 59'],
    ['0 24 * * ? *', 'hours: 24 is out of range: possible are 0 to 23'],
    ['0 0 0 * ? *', 'day-of-month: 0 is out of range: possible are 1 to 31'],
    ['0 0 * 13 ? *', 'month: 13 is out of range: possible are 1 to 12 or JAN to DEC'],
    ['0 0 ? * 0 *', 'day-of-week: 0 is out of range: possible are 1 to 7 or SUN to SAT, and Sunday is 1'],
    ['0 6 * * ? 1969', 'year: 1969 is out of range: possible are 1970 to 2199'],
    ['0 6 * * ? 2200', 'year: 2200 is out of range: possible are 1970 to 2199'],
    ['0 0 * * ? 2030-2025', "year: '2030-2025' runs backwards: years do not come again"],
    ['0 0 * JANUARY ? *', "month: 'JANUARY' is not known: possible are 1 to 12 or JAN to DEC"],
    ['*/0 0 * * ? *', "minutes: '*/0' has a step of 0, which never moves on"],
    ['*/60 0 * * ? *', "minutes: '*/60' has a step out of range: possible are 1 to 59"],
    ['1/2/3 0 * * ? *', "minutes: '1/2/3' has more than one step"],
    ['1-2-3 0 * * ? *', "minutes: '1-2-3' has more than two ends, or a sign"],
    ['-5 0 * * ? *', "minutes: '-5' lacks a value"],
    ['/5 0 * * ? *', "minutes: '/5' lacks a value"],
    ['1,,2 0 * * ? *', 'minutes: there is nothing before, between or after the commas'],
    ['1,* 0 * * ? *', 'minutes: * is every value already: it stands alone, not in a list'],
    ['0 ? * * ? *', 'hours: ? is only for day-of-month and day-of-week: write * for every value'],
    ['0 0 ?,1 * ? *', 'day-of-month: ? (no day of its own) stands alone in its field'],
    ['L 0 * * ? *', 'minutes: L (the last) is only for day-of-month and day-of-week'],
    ['0 0 ? * 3W *', 'day-of-week: W (the weekday nearest to a date) is only for day-of-month'],
    ['0 0 2#1 * ? *', 'day-of-month: # (the nth such day of the month) is only for day-of-week'],
    ['0 0 32W * ? *', 'day-of-month: 32 is out of range: possible are 1 to 31'],
    ['0 0 L-3 * ? *', "day-of-month: 'L-3' is not known: L has no offset, write L, LW or a date"],
    [
      '0 0 1,L * ? *',
      "day-of-month: L and W stand alone in day-of-month, not in a list, range or step: '1,L'",
    ],
    ['0 0 ? * 6L,2 *', "day-of-week: L stands alone in day-of-week, not in a list, range or step: '6L,2'"],
    ['0 0 ? * 2#1,3#1 *', "day-of-week: only one # is possible, '2#1,3#1' has 2"],
    ['0 0 ? * 2#1,3 *', "day-of-week: an expression with # stands alone in day-of-week: '2#1,3'"],
    ['0 0 ? * 2#6 *', "day-of-week: '2#6': behind # stands which of them in the month, 1 to 5"],
    [
      '0 0 6 * * ? *',
      'expression: a cron expression has 6 fields (minutes hours day-of-month month day-of-week year), here are 7: there are no seconds',
    ],
    [
      'cron(0 6 * * ?)',
      'expression: a cron expression has 6 fields (minutes hours day-of-month month day-of-week year), here are 5: the year may be missing (write * for every year)',
    ],
    ['cron( 0 6 * * ? *)', 'expression: there are blanks inside the brackets, before or after the fields'],
    [' 0 6 * * ? *', 'expression: there are blanks before or after the expression'],
    ['cron (0 6 * * ? *)', 'expression: there is a blank before the bracket: write cron(...)'],
    ['rate(5 seconds)', "rate: the unit 'seconds' is not one of minutes, hours, days"],
    ['rate(2 years)', "rate: the unit 'years' is not one of minutes, hours, days"],
    ['rate(0 minutes)', 'rate: a rate of 0 would run without end: the number is 1 or more'],
    ['rate(-1 hours)', "rate: '-1' is no positive whole number (digits only, no sign, no leading zero)"],
    ['rate(1.5 hours)', "rate: '1.5' is no positive whole number (digits only, no sign, no leading zero)"],
    [
      'rate( 5 minutes)',
      'rate: blanks are wrong: exactly one between the number and the unit, and none around them',
    ],
    [
      'rate(5  minutes)',
      'rate: blanks are wrong: exactly one between the number and the unit, and none around them',
    ],
    ['rate(5)', "rate: '5' is no rate: write a number and a unit, such as rate(5 minutes)"],
    [`rate(${'9'.repeat(20)} days)`, `rate: ${'9'.repeat(20)} days are too long a time`],
    [
      'at(2026-12-01T06:00:00Z)',
      "at: '2026-12-01T06:00:00Z' ends with a zone: leave it out, the time is read in the time zone of the schedule",
    ],
    ['at(2026-12-01)', "at: '2026-12-01' is no date and time: write at(yyyy-mm-ddThh:mm:ss)"],
    ['at(2026-02-29T06:00:00)', 'at: 2026-02-29 is no date of the calendar'],
    ['at(2026-12-01T24:00:00)', 'at: 24:00:00 is no time of day: 00:00:00 to 23:59:59'],
    ['at(1969-12-31T00:00:00)', 'at: the year 1969 is out of range: 1970 to 2199'],
  ])('%s', (given, problem) => {
    expect(problemsOf(given)).toEqual([problem]);
  });

  it.each(['', 'daily', '@daily', 'cron(0 6 * * ? *', 'CRON(0 6 * * ? *)', 'every(5 minutes)'])(
    "'%s', and says what can be written",
    (given) => {
      const wanted =
        'write cron(minutes hours day-of-month month day-of-week year), rate(N unit) or at(yyyy-mm-ddThh:mm:ss)';
      expect(problemsOf(given)).toEqual([expect.stringMatching(/^expression: /)]);
      expect(problemsOf(given)[0]).toContain(wanted);
    },
  );

  it('names the problems of all fields at once', () => {
    const parsed = parseExpression('60 24 32 13 8 2200');
    expect(parsed.ok ? [] : parsed.problems.map(({ path }) => path)).toEqual([
      'minutes',
      'hours',
      'day-of-month',
      'month',
      'day-of-week',
      'year',
      'day-of-week',
    ]);
    expect(problemsOf('rate(x years)')).toHaveLength(2);
    expect(problemsOf('61,FOO 0 * * ? *')).toEqual([
      'minutes: 61 is out of range: possible are 0 to 59',
      "minutes: 'FOO' is not known: possible are 0 to 59",
    ]);
  });

  it('more than 256 characters, also where they are only reached in brackets', () => {
    expect(problemsOf(`${'0,'.repeat(122)}0 0 * * ? *`)).toEqual([
      'expression: 261 characters are too many: an expression has at most 256',
    ]);
    expect(problemsOf(`${'0,'.repeat(124)}0 0 * * ? *`)).toEqual([
      'expression: 259 characters are too many: an expression has at most 256',
    ]);
    expect(parseExpression(`cron(${'0,'.repeat(119)}0 0 * * ? *)`).ok).toBe(true);
  });
});
