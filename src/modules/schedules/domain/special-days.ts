import { type CronField, type ReadField } from './cron-fields.js';
import { readValue } from './read-cron-value.js';

/**
 * The days that are found by a rule: `?`, `L`, `LW`, `3W` in day-of-month; `?`, `L`, `6L`, `2#1` in day-of-week.
 * Undefined where the text is none of them.
 */
export function readSpecial(field: CronField, text: string): ReadField | undefined {
  switch (field.name) {
    case 'day-of-month':
      return dayOfMonth(field, text);
    case 'day-of-week':
      return dayOfWeek(field, text);
    case 'minutes':
    case 'hours':
    case 'month':
    case 'year':
      return undefined;
  }
}

function dayOfMonth(field: CronField, text: string): ReadField | undefined {
  if (text === '?' || text === 'L' || text === 'LW') return read(text);
  const nearest = /^(\d+)W$/.exec(text)?.[1];
  if (nearest !== undefined) return withValue(field, nearest, (day) => `${day}W`);
  if (/^L-\d+$/.test(text)) return refused(`'${text}' is not known: L has no offset, write L, LW or a date`);
  if (/^(WL|W\d+|W)$/.test(text)) return refused(`'${text}': W stands behind a date (3W) or behind L (LW)`);
  return /[LW]/.test(text)
    ? refused(`L and W stand alone in day-of-month, not in a list, range or step: '${text}'`)
    : undefined;
}

function dayOfWeek(field: CronField, text: string): ReadField | undefined {
  if (text === '?') return read(text);
  if (text === 'L') return read(String(field.max)); // the last day of the week, Saturday
  const last = /^(\d+|[A-Z]{3})L$/.exec(text)?.[1];
  if (last !== undefined) return withValue(field, last, (day) => `${day}L`);
  const hashes = text.split('#').length - 1;
  if (hashes > 0) return nth(field, text, hashes);
  if (/(^|,)(\d*|[A-Z]{3})L($|[,/-])/.test(text)) {
    return refused(`L stands alone in day-of-week, not in a list, range or step: '${text}'`);
  }
  return undefined;
}

/** `2#1`: the first Monday. AWS takes one such expression only, and nothing beside it. */
function nth(field: CronField, text: string, hashes: number): ReadField {
  if (hashes > 1) return refused(`only one # is possible, '${text}' has ${hashes}`);
  if (/[,/]/.test(text)) return refused(`an expression with # stands alone in day-of-week: '${text}'`);
  const [day = '', week = ''] = text.split('#');
  const value = readValue(field, day);
  const messages = typeof value === 'string' ? [value] : [];
  if (!/^[1-5]$/.test(week)) messages.push(`'${text}': behind # stands which of them in the month, 1 to 5`);
  return messages.length > 0 ? refused(...messages) : read(`${value}#${week}`);
}

function withValue(field: CronField, text: string, pattern: (value: number) => string): ReadField {
  const value = readValue(field, text);
  return typeof value === 'string' ? refused(value) : read(pattern(value));
}

const read = (pattern: string): ReadField => ({ ok: true, pattern });
const refused = (...messages: string[]): ReadField => ({ ok: false, messages });
