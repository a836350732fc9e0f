import { FIRST_YEAR, LAST_YEAR } from './years.js';

export type CronFieldName = 'minutes' | 'hours' | 'day-of-month' | 'month' | 'day-of-week' | 'year';

export interface CronField {
  name: CronFieldName;
  min: number;
  max: number;
  /** Names of the values, beginning with the one for `min`. */
  names: readonly string[];
  /** Whether the field may go around its end: 22-2, FRI-MON. Years do not come again. */
  circular: boolean;
}

/** `pattern`: the field as the engine gets it, `*` or a list of numbers, or a special day such as `6L`. */
export type ReadField = { ok: true; pattern: string } | { ok: false; messages: string[] };

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** In their order. Source: cron-based schedules in the EventBridge Scheduler guide; Sunday is 1 there. */
export const cronFields: readonly CronField[] = [
  { name: 'minutes', min: 0, max: 59, names: [], circular: true },
  { name: 'hours', min: 0, max: 23, names: [], circular: true },
  { name: 'day-of-month', min: 1, max: 31, names: [], circular: true },
  { name: 'month', min: 1, max: 12, names: MONTHS, circular: true },
  { name: 'day-of-week', min: 1, max: 7, names: DAYS, circular: true },
  { name: 'year', min: FIRST_YEAR, max: LAST_YEAR, names: [], circular: false },
];

/** What may stand in a field, for messages: `1 to 12 or JAN to DEC`. */
export function allowedValues(field: CronField): string {
  const numbers = `${field.min} to ${field.max}`;
  return field.names.length === 0 ? numbers : `${numbers} or ${field.names[0]} to ${field.names.at(-1)}`;
}
