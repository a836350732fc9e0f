import { masked } from '../../shared/masked.js';

/**
 * Characters that make a terminal do something, or that other readers take for the end of a line: JSON escapes those
 * below 0x20 and leaves these as they are.
 */
const LEFT_BY_JSON = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A line of JSON in which no character and no key is left that does something; else the same to who parses it. */
export const harmlessJson = (line: string): string => masked(line).replace(LEFT_BY_JSON, escaped);

/** A value to be shown on a terminal: what would move its cursor or begin a line is shown as what it is. */
export function shown(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    // the frames of a stack stand on lines of their own, which are shown with an indent
    const lines = name === 'stack' ? value.split('\n') : [value];
    return lines.map((line) => line.replace(CONTROLS, escaped)).join('\n');
  }
  if (Array.isArray(value)) return value.map((item) => shown(item));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [String(shown(key)), shown(item, key)]),
    );
  return value;
}
