import type { Schemas } from '../../api/api.js';
import { textIn } from '../../ui/fields.js';
import { severities } from '../../ui/severity.js';

export type Parameter = Schemas['Control']['parameters'][number];
type Value = Parameter['value'];

export const fieldOf = (name: string): string => `parameter.${name}`;

/** As people read it. */
export const textOf = (value: Value): string =>
  typeof value === 'boolean'
    ? value
      ? 'yes'
      : 'no'
    : Array.isArray(value)
      ? value.join(', ')
      : String(value);

/** What was typed, of the kind that the parameter is of: lists have an entry a line. */
function valueIn(form: FormData, { name, default: own }: Parameter): Value {
  const text = textIn(form, fieldOf(name));
  if (typeof own === 'boolean') return form.has(fieldOf(name));
  if (typeof own === 'number') return Number(text);
  if (!Array.isArray(own)) return text;
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What of it is other than before: the rest stays as the product has it, also when that changes. */
export function settingsIn(form: FormData, before: Schemas['Control']): Schemas['SetControl'] {
  const severity = severities.find((one) => one === textIn(form, 'severity'));
  const given = before.parameters
    .map((one) => ({ ...one, now: valueIn(form, one) }))
    .filter(({ value, now }) => JSON.stringify(value) !== JSON.stringify(now));
  return {
    ...(severity === undefined || severity === before.severity
      ? {}
      : { severity: severity === before.defaultSeverity ? null : severity }),
    ...(given.length === 0
      ? {}
      : { parameters: Object.fromEntries(given.map(({ name, now }) => [name, now])) }),
  };
}
