import type { Json } from '../json.js';
import { hash } from './hash.js';
import { asJavaText } from './java-text.js';
import { IntrinsicFault, objectAt, stringAt, type IntrinsicFunction } from './intrinsic-function.js';

/** The most characters that States.Hash and the two of Base64 take (intrinsic-functions). */
const MAX_CHARACTERS = 10_000;

/** The intrinsics about text, JSON and encodings. */
export const STRING_FUNCTIONS: Record<string, IntrinsicFunction> = {
  Format: { least: 1, most: Infinity, apply: (args) => format(stringAt(args, 0), args.slice(1)) },
  StringSplit: {
    least: 2,
    most: 2,
    apply: (args) => split(stringAt(args, 0), stringAt(args, 1)),
  },
  StringToJson: { least: 1, most: 1, apply: (args) => parseJson(stringAt(args, 0)) },
  JsonToString: { least: 1, most: 1, apply: (args) => JSON.stringify(args[0] ?? null) },
  JsonMerge: {
    least: 3,
    most: 3,
    apply: (args) => {
      if (args[2] !== false) throw new IntrinsicFault('Only shallow merging (false) is supported.');
      return { ...objectAt(args, 0), ...objectAt(args, 1) };
    },
  },
  Base64Encode: {
    least: 1,
    most: 1,
    apply: (args) => Buffer.from(limited(stringAt(args, 0)), 'utf8').toString('base64'),
  },
  Base64Decode: { least: 1, most: 1, apply: (args) => decode(limited(stringAt(args, 0))) },
  Hash: {
    least: 2,
    most: 2,
    apply: (args) => {
      const data = args[0] ?? null;
      const text = typeof data === 'string' ? data : JSON.stringify(data);
      const hashed = hash(limited(text), stringAt(args, 1));
      if (hashed === undefined)
        throw new IntrinsicFault('The algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.');
      return hashed;
    },
  },
};

function limited(text: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  throw new IntrinsicFault(`The data must have at most ${MAX_CHARACTERS} characters.`);
}

function decode(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new IntrinsicFault('The data is not valid Base64.');
  return Buffer.from(text, 'base64').toString('utf8');
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new IntrinsicFault('The string is not valid JSON.');
  }
}

/** Any character of `delimiters` ends a part, and empty parts are dropped, as AWS does (recorded). */
function split(text: string, delimiters: string): string[] {
  const parts = [''];
  for (const character of text) {
    if (delimiters.includes(character)) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts.filter((part) => part !== '');
}

/** Each `{}` is an argument; `\{` and `\}` are braces. */
function format(template: string, args: Json[]): string {
  let used = 0;
  const text = template.replace(/\\([\s\S])|\{\}/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return '{}\\'.includes(escaped) ? escaped : found;
    const value = args[used++];
    return value === undefined ? found : asJavaText(value);
  });
  if (used !== args.length) {
    throw new IntrinsicFault('The number of arguments does not match the number of occurrences of {}.');
  }
  return text;
}
