import type { Json } from '../json.js';
import { Cache } from './cache.js';
import type { Path } from './path-ast.js';
import { readPathFrom } from './path-syntax.js';
import { Reader } from './reader.js';

export interface Call {
  /** Without `States.` */
  name: string;
  args: Argument[];
}

export type Argument =
  | { kind: 'path'; path: Path; text: string }
  /** `template`: a string's text with its `\{`, `\}` and `\\`, which States.Format tells from place holders. */
  | { kind: 'value'; value: Json; template?: string }
  | { kind: 'call'; call: Call };

/** How many calls may stand within each other (intrinsic-functions, "nest up to 10 intrinsic functions"). */
const MAX_DEPTH = 10;

/**
 * Parses `States.Name(argument, ...)`. An argument is a string in single quotes (with `\` before `'`, `{`, `}` and
 * `\`), a number, true, false, null, a path or another call.
 * @throws SyntaxFault
 */
export const parseIntrinsic = (text: string): Call => calls.get(text);

const calls = new Cache(parse);

function parse(text: string): Call {
  const reader = new Reader(text);
  reader.skipSpace();
  const call = readCall(reader, 1);
  reader.skipSpace();
  if (!reader.done) throw reader.fault('unexpected character');
  return call;
}

function readCall(reader: Reader, depth: number): Call {
  if (depth > MAX_DEPTH) throw reader.fault('too many nested functions');
  const name = reader.match(/States\.[A-Za-z0-9]+/y);
  if (name === undefined) throw reader.fault('expected a function');
  reader.skipSpace();
  reader.expect('(');
  reader.skipSpace();
  const args: Argument[] = [];
  while (!reader.take(')')) {
    if (args.length > 0) reader.expect(',');
    reader.skipSpace();
    args.push(readArgument(reader, depth));
    reader.skipSpace();
  }
  return { name: name.slice('States.'.length), args };
}

function readArgument(reader: Reader, depth: number): Argument {
  const start = reader.position;
  if (reader.peek() === '$') {
    const path = readPathFrom(reader, 'inside');
    return { kind: 'path', path, text: reader.text.slice(start, reader.position) };
  }
  if (reader.startsWith('States.')) return { kind: 'call', call: readCall(reader, depth + 1) };
  if (reader.peek() !== "'") return { kind: 'value', value: readWord(reader) };
  const template = reader.quoted((escaped) => '{}\\'.includes(escaped));
  return { kind: 'value', value: template.replace(/\\([{}\\])/g, '$1'), template };
}

function readWord(reader: Reader): Json {
  const word = reader.match(/(true|false|null)(?!\w)|-?\d+(\.\d+)?([eE][+-]?\d+)?/y);
  if (word === undefined) throw reader.fault('expected a value');
  if (word === 'null') return null;
  return word === 'true' || word === 'false' ? word === 'true' : Number(word);
}
