import { allowedValues, type CronField } from './cron-fields.js';

/** Reads a number or a name of a field; a string says what is wrong with it. */
export function readValue(field: CronField, text: string): number | string {
  const name = field.names.indexOf(text);
  if (name >= 0) return field.min + name;
  const allowed = `possible are ${allowedValues(field)}`;
  if (/^\d+$/.test(text)) {
    const value = Number(text);
    if (value >= field.min && value <= field.max) return value;
    return `${text} is out of range: ${allowed}${sundayHint(field, value)}`;
  }
  if (text === '') return `a value is missing: ${allowed}`;
  return misplaced(field, text) ?? `'${text}' is not known: ${allowed}`;
}

const sundayHint = (field: CronField, value: number): string =>
  field.name === 'day-of-week' && value === 0 ? ', and Sunday is 1' : '';

/** A sign that has a meaning, but not in this field, or not in company. */
function misplaced(field: CronField, text: string): string | undefined {
  const dayField = field.name === 'day-of-month' || field.name === 'day-of-week';
  if (text.includes('?')) {
    return dayField
      ? '? (no day of its own) stands alone in its field'
      : '? is only for day-of-month and day-of-week: write * for every value';
  }
  if (text.includes('*')) return `'${text}' is not known: * stands alone or before a step, as in */5`;
  if (text.includes('#') && field.name !== 'day-of-week')
    return '# (the nth such day of the month) is only for day-of-week';
  if (/^(\d+W|LW|W\d*)$/.test(text) && field.name !== 'day-of-month') {
    return 'W (the weekday nearest to a date) is only for day-of-month';
  }
  if (/^([0-9A-Z]*L)$/.test(text) && !dayField && !/^[A-Z]{2,}L$/.test(text)) {
    return 'L (the last) is only for day-of-month and day-of-week';
  }
  return undefined;
}
