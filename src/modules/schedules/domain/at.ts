import { type FieldProblem } from '../../../shared/app-error.js';
import { FIRST_YEAR, LAST_YEAR } from './years.js';

export interface AtExpression {
  kind: 'at';
  text: string;
  /** On the clock of the schedule's time zone: yyyy-mm-ddThh:mm:ss. */
  local: string;
}

type Parsed = { ok: true; expression: AtExpression } | { ok: false; problems: FieldProblem[] };

const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/;

/**
 * Reads what stands in at(...): a date and time without a zone, since the schedule has its own. Recorded on AWS: a
 * trailing Z is rejected, a past time is accepted.
 */
export function parseAt(inner: string): Parsed {
  const parts = FORM.exec(inner);
  if (parts === null) {
    const zone = /T.*(Z|[+-]\d\d:?\d\d)$/i.test(inner);
    return refused(
      zone
        ? `'${inner}' ends with a zone: leave it out, the time is read in the time zone of the schedule`
        : `'${inner}' is no date and time: write at(yyyy-mm-ddThh:mm:ss)`,
    );
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const problems: string[] = [];
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    problems.push(`the year ${year} is out of range: ${FIRST_YEAR} to ${LAST_YEAR}`);
  }
  const asDate = new Date(Date.UTC(year, month - 1, day));
  if (asDate.getUTCMonth() !== month - 1 || asDate.getUTCDate() !== day) {
    problems.push(`${inner.slice(0, 10)} is no date of the calendar`);
  }
  if (hour > 23 || minute > 59 || second > 59) {
    problems.push(`${inner.slice(11)} is no time of day: 00:00:00 to 23:59:59`);
  }
  if (problems.length > 0)
    return { ok: false, problems: problems.map((message) => ({ path: 'at', message })) };
  return { ok: true, expression: { kind: 'at', text: `at(${inner})`, local: inner } };
}

const refused = (message: string): Parsed => ({ ok: false, problems: [{ path: 'at', message }] });
