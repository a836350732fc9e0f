import { type FieldProblem } from '../../../shared/app-error.js';
import { cronFields, type CronFieldName } from './cron-fields.js';
import { readField } from './read-cron-field.js';

export interface CronExpression {
  kind: 'cron';
  text: string;
  /**
   * The six fields as plain numbers, for the engine: names are replaced and ranges written out (a list of every value
   * is `*`), so that nothing is left that engines read differently.
   */
  pattern: string;
}

type Parsed = { ok: true; expression: CronExpression } | { ok: false; problems: FieldProblem[] };

const ORDER = cronFields.map((field) => field.name).join(' ');

/** Reads what stands in cron(...): six fields with blanks between them. */
export function parseCron(inner: string): Parsed {
  if (inner !== inner.trim())
    return refused('there are blanks inside the brackets, before or after the fields');
  const texts = inner.toUpperCase().split(/\s+/); // AWS's console takes mon and lw too
  if (texts.length !== cronFields.length) return refused(countProblem(texts));
  const problems: FieldProblem[] = [];
  const patterns = cronFields.map((field, index) => {
    const read = readField(field, texts[index] ?? '');
    if (read.ok) return read.pattern;
    problems.push(...read.messages.map((message) => ({ path: field.name, message })));
    return '';
  });
  problems.push(...dayProblems(texts[2], texts[4]));
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    expression: { kind: 'cron', text: `cron(${texts.join(' ')})`, pattern: patterns.join(' ') },
  };
}

/** Recorded on AWS: exactly one of the two day fields is `?`; `* 1 * * * *` is rejected. */
function dayProblems(dayOfMonth: string | undefined, dayOfWeek: string | undefined): FieldProblem[] {
  const path: CronFieldName = 'day-of-week';
  if (dayOfMonth === '?' && dayOfWeek === '?') {
    return [
      { path, message: 'day-of-month and day-of-week are both ?: one of them must say the day, * for every' },
    ];
  }
  if (dayOfMonth !== '?' && dayOfWeek !== '?') {
    return [
      { path, message: 'day-of-month and day-of-week both say the day: exactly one of them must be ?' },
    ];
  }
  return [];
}

function countProblem(texts: string[]): string {
  const count = texts[0] === '' ? 0 : texts.length;
  const wrong = `a cron expression has ${cronFields.length} fields (${ORDER}), here ${count === 1 ? 'is 1' : `are ${count}`}`;
  if (count === 5) return `${wrong}: the year may be missing (write * for every year)`;
  if (count === 7) return `${wrong}: there are no seconds`;
  return wrong;
}

const refused = (message: string): Parsed => ({ ok: false, problems: [{ path: 'expression', message }] });
