import { type FieldProblem } from '../../../shared/app-error.js';
import { parseAt, type AtExpression } from './at.js';
import { parseCron, type CronExpression } from './cron.js';
import { parseRate, type RateExpression } from './rate.js';

/** When a schedule runs. Plain values; `text` is the one spelling that is stored and shown: cron(...), rate(...), at(...). */
export type Expression = CronExpression | RateExpression | AtExpression;

export type ParsedExpression = { ok: true; expression: Expression } | { ok: false; problems: FieldProblem[] };

/** ScheduleExpression of the EventBridge Scheduler API: 1 to 256 characters. */
const LONGEST = 256;

const WANTED =
  'write cron(minutes hours day-of-month month day-of-week year), rate(N unit) or at(yyyy-mm-ddThh:mm:ss)';

/**
 * Reads an EventBridge Scheduler expression; six bare fields are read as cron(...), as specs/1 writes them. All
 * problems of all fields come back at once, `path` naming the field ('minutes' … 'year', 'rate', 'at'), or
 * 'expression' where it is the whole.
 */
export function parseExpression(text: string): ParsedExpression {
  const parsed = text.length > LONGEST ? tooLong(text.length) : parseKind(text);
  if (parsed.ok && parsed.expression.text.length > LONGEST) return tooLong(parsed.expression.text.length);
  return parsed;
}

function parseKind(text: string): ParsedExpression {
  if (text.trim() === '') return refused(`nothing is written: ${WANTED}`);
  if (text !== text.trim()) return refused('there are blanks before or after the expression');
  const call = /^([A-Za-z]+) *\((.*)\)$/s.exec(text);
  const [, name, inner = ''] = call ?? [];
  if (name === undefined) {
    if (/[()]/.test(text)) return refused(`the brackets do not match: ${WANTED}`);
    return /\s/.test(text) ? parseCron(text) : refused(`'${text}' is no expression: ${WANTED}`);
  }
  if (!text.startsWith(`${name}(`)) return refused(`there is a blank before the bracket: write ${name}(...)`);
  switch (name) {
    case 'cron':
      return parseCron(inner);
    case 'rate':
      return parseRate(inner);
    case 'at':
      return parseAt(inner);
    default:
      return refused(`'${name}(...)' is no kind of expression: ${WANTED}`);
  }
}

const refused = (message: string): ParsedExpression => ({
  ok: false,
  problems: [{ path: 'expression', message }],
});

const tooLong = (length: number): ParsedExpression =>
  refused(`${length} characters are too many: an expression has at most ${LONGEST}`);
