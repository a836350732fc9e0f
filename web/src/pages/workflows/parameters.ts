import { objectIn } from '../../ui/json.js';

/** The key says which tenant; it is no field of the form. */
const isField = (name: string): boolean => name !== 'tenantId';

export const fieldsIn = (names: readonly string[]): string[] => names.filter(isField);

const shown = (parameters: object): string => JSON.stringify(parameters, undefined, 2);

/** What one begins to write with: the names that must be there. */
export const beginning = (required: readonly string[]): string =>
  shown(Object.fromEntries(fieldsIn(required).map((name) => [name, ''])));

/** The text with one more name in it; as it is where it cannot be read. */
export function withName(text: string, name: string): string {
  const parameters = objectIn(text);
  return parameters === undefined || name in parameters ? text : shown({ ...parameters, [name]: '' });
}
