import type { Json } from '../json.js';
import type { Filter, Operand, Operator, Path } from './path-ast.js';
import type { Reader } from './reader.js';

/** Longer ones first: the parser takes the first that fits. */
const SIGNS: readonly Operator[] = ['===', '!==', '==', '!=', '=~', '<=', '>=', '<', '>'];
const WORDS: readonly Operator[] = [
  'subsetof',
  'contains',
  'noneof',
  'anyof',
  'empty',
  'size',
  'all',
  'nin',
  'in',
];

/** Reads `( condition )`; operators and precedence are Jayway JsonPath's. `readPath` reads the paths in it. */
export function readFilter(reader: Reader, readPath: (reader: Reader) => Path): Filter {
  return new FilterReader(reader, readPath).parenthesized();
}

class FilterReader {
  constructor(
    private readonly reader: Reader,
    private readonly readPath: (reader: Reader) => Path,
  ) {}

  parenthesized(): Filter {
    this.reader.expect('(');
    const filter = this.chain('||', 'or', () => this.chain('&&', 'and', () => this.term()));
    this.reader.expect(')');
    return filter;
  }

  private chain(token: string, kind: 'or' | 'and', readPart: () => Filter): Filter {
    const first = readPart();
    const parts = [first];
    while (this.reader.take(token)) parts.push(readPart());
    return parts.length === 1 ? first : { kind, parts };
  }

  private term(): Filter {
    this.reader.skipSpace();
    const term = this.bareTerm();
    this.reader.skipSpace();
    return term;
  }

  private bareTerm(): Filter {
    if (this.reader.take('!')) return { kind: 'not', part: this.term() };
    if (this.reader.peek() === '(') return this.parenthesized();
    const left = this.operand();
    this.reader.skipSpace();
    const operator = this.operator();
    if (operator === undefined) {
      if (left.kind !== 'path') throw this.reader.fault('expected an operator');
      return { kind: 'exists', path: left.path };
    }
    this.reader.skipSpace();
    return { kind: 'compare', operator, left, right: this.operand() };
  }

  /** A word is an operator only as a whole: `in` does not stand in `inner`. */
  private operator(): Operator | undefined {
    const sign = SIGNS.find((candidate) => this.reader.take(candidate));
    if (sign !== undefined) return sign;
    return WORDS.find((word) => this.reader.match(new RegExp(`${word}(?!\\w)`, 'iy')) !== undefined);
  }

  private operand(): Operand {
    const first = this.reader.peek();
    if (first === '@' || first === '$') return { kind: 'path', path: this.readPath(this.reader) };
    if (first === '/') return { kind: 'regex', regex: this.regex() };
    return { kind: 'value', value: this.literal() };
  }

  private literal(): Json {
    const first = this.reader.peek();
    if (first === '"' || first === "'") return this.reader.quoted();
    if (this.reader.take('[')) return this.list();
    const word = this.reader.match(/true|false|null|-?\d+(\.\d+)?([eE][+-]?\d+)?/y);
    if (word === undefined) throw this.reader.fault('expected a value');
    if (word === 'null') return null;
    return word === 'true' || word === 'false' ? word === 'true' : Number(word);
  }

  private list(): Json[] {
    const list: Json[] = [];
    this.reader.skipSpace();
    if (this.reader.take(']')) return list;
    do {
      this.reader.skipSpace();
      list.push(this.literal());
      this.reader.skipSpace();
    } while (this.reader.take(','));
    this.reader.expect(']');
    return list;
  }

  private regex(): RegExp {
    const text = this.reader.match(/\/(?:\\.|[^/\\])*\/[imsu]*/y);
    if (text === undefined) throw this.reader.fault('expected a regular expression');
    const end = text.lastIndexOf('/');
    try {
      return new RegExp(`^(?:${text.slice(1, end)})$`, text.slice(end + 1));
    } catch {
      throw this.reader.fault('invalid regular expression');
    }
  }
}
