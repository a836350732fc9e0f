import { parsed } from '../../ui/json.js';

/** The key says which tenant; it is no field of the form. */
const isField = (name: string): boolean => name !== 'tenantId';

export const fieldsIn = (names: readonly string[]): string[] => names.filter(isField);

const shown = (parameters: object): string => JSON.stringify(parameters, undefined, 2);

/** What one begins to write with: the names that must be there. */
export const beginning = (required: readonly string[]): string =>
  shown(Object.fromEntries(fieldsIn(required).map((name) => [name, ''])));

/** The parameters that were written; undefined where the text is no JSON object. */
export function parametersIn(text: string): Record<string, unknown> | undefined {
  const value = text.trim() === '' ? {} : parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** The text with one more name in it; as it is where it cannot be read. */
export function withName(text: string, name: string): string {
  const parameters = parametersIn(text);
  return parameters === undefined || name in parameters ? text : shown({ ...parameters, [name]: '' });
}
