/** What was typed into a form's field; '' where there is none, or a file. */
export function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

/** What was typed with commas or spaces between, or one below the other. */
export const textsOf = (text: string): string[] => text.split(/[\s,]+/).filter((one) => one !== '');

/** The last that a field of a time takes: the API knows no later one. */
export const LAST_TIME = '9999-12-31T00:00';

/**
 * A day and time that was typed, by the reader's clock; undefined where none was.
 * @param before what the field was filled with: an hour that the clock goes through twice is written alike both times
 */
export function timeIn(form: FormData, name: string, before: string | null = null): string | undefined {
  const text = textIn(form, name);
  if (text === '') return undefined;
  const typed = new Date(text);
  const isUnchanged = before !== null && typed.getTime() === new Date(toTimeField(before)).getTime();
  return isUnchanged ? before : typed.toISOString();
}

/** A time as the field of a form takes it, to the second (`step="1"`): what is saved unchanged is not another time. */
export function toTimeField(at: string | null): string {
  if (at === null) return '';
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

/** What stands on the lines of a text area; those that are empty are none. */
export const linesIn = (form: FormData, name: string): string[] =>
  textIn(form, name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
