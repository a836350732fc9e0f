/** A property's name, an index of a list; null: all of a list (`[*]`). */
export type PathStep = string | number | null;

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparison {
  operator: Operator;
  /** `*` in a text stands for any text. */
  operand: { kind: 'text'; text: string } | { kind: 'regex'; source: string };
}

export type Expression =
  | { kind: 'and' | 'or'; of: Expression[] }
  | ({ kind: 'compare'; path: PathStep[] } & Comparison)
  | { kind: 'is'; path: PathStep[]; what: 'absent' | 'present' | true | false | null };

type Token =
  | { kind: 'symbol'; text: string }
  | { kind: 'path'; path: PathStep[] }
  | { kind: 'text'; text: string; quoted: boolean }
  | { kind: 'regex'; source: string };

const OPERATORS: readonly string[] = ['=', '!=', '<', '<=', '>', '>='];
const isOperator = (text: string): text is Operator => OPERATORS.includes(text);

/**
 * Reads a filter pattern for JSON events, `{ ($.a = "x*") && ($.b[0].c NOT EXISTS) }`; null: it is none.
 * `&&` binds closer than `||`. docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parsePattern(pattern: string): Expression | null {
  const body = /^\s*\{([\s\S]*)\}\s*$/.exec(pattern)?.[1];
  const tokens = body === undefined ? null : tokensOf(body);
  if (tokens === null) return null;
  const parser = new Parser(tokens);
  const expression = parser.either();
  return parser.atEnd ? expression : null;
}

/** Each alternative is one kind of token; what no alternative takes is an error. */
const TOKEN =
  /\s*(?:(&&|\|\||[()]|!=|<=|>=|[=<>])|(\$(?:\.[\w@-]+|\.?\[(?:\d+|\*|'[^']*'|"[^"]*")\])+)|"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s()&|=!<>"%{}]+))\s*/y;
const STEP = /\.?\[(?:(\d+)|(\*)|'([^']*)'|"([^"]*)")\]|\.([\w@-]+)/g;

function tokensOf(body: string): Token[] | null {
  const tokens: Token[] = [];
  const lexer = new RegExp(TOKEN);
  const text = body.trim();
  while (lexer.lastIndex < text.length) {
    const found = lexer.exec(text);
    if (found === null) return null;
    const [, symbol, path, quoted, source, word] = found;
    if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else if (path !== undefined) tokens.push({ kind: 'path', path: stepsOf(path) });
    else if (source !== undefined) tokens.push({ kind: 'regex', source });
    else
      tokens.push({
        kind: 'text',
        text: quoted?.replace(/\\(.)/g, '$1') ?? word ?? '',
        quoted: quoted !== undefined,
      });
  }
  return tokens;
}

const stepsOf = (path: string): PathStep[] =>
  [...path.matchAll(STEP)].map(([, index, all, single, double, name]) => {
    if (all !== undefined) return null;
    return index === undefined ? (single ?? double ?? name ?? '') : Number(index);
  });

class Parser {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get atEnd(): boolean {
    return this.#at === this.tokens.length;
  }

  either(): Expression | null {
    return this.#chain('||', 'or', () => this.#chain('&&', 'and', () => this.#one()));
  }

  #chain(symbol: string, kind: 'and' | 'or', part: () => Expression | null): Expression | null {
    const of: Expression[] = [];
    do {
      const next = part();
      if (next === null) return null;
      of.push(next);
    } while (this.#take(symbol));
    const [only, second] = of;
    return only !== undefined && second === undefined ? only : { kind, of };
  }

  #one(): Expression | null {
    if (this.#take('(')) {
      const inner = this.either();
      return this.#take(')') ? inner : null;
    }
    const token = this.#next();
    return token?.kind === 'path' ? this.#test(token.path) : null;
  }

  #test(path: PathStep[]): Expression | null {
    const token = this.#next();
    if (token?.kind === 'symbol' && isOperator(token.text)) {
      const value = this.#next();
      if (value?.kind === 'text')
        return { kind: 'compare', path, operator: token.text, operand: { kind: 'text', text: value.text } };
      if (value?.kind === 'regex') return { kind: 'compare', path, operator: token.text, operand: value };
      return null;
    }
    if (token?.kind !== 'text' || token.quoted) return null;
    if (token.text === 'EXISTS') return { kind: 'is', path, what: 'present' };
    const word = this.#next();
    if (word?.kind !== 'text' || word.quoted) return null;
    switch (`${token.text} ${word.text}`) {
      case 'NOT EXISTS':
        return { kind: 'is', path, what: 'absent' };
      case 'IS NULL':
        return { kind: 'is', path, what: null };
      case 'IS TRUE':
        return { kind: 'is', path, what: true };
      case 'IS FALSE':
        return { kind: 'is', path, what: false };
      default:
        return null;
    }
  }

  #next(): Token | undefined {
    return this.tokens[this.#at++];
  }

  #take(symbol: string): boolean {
    const token = this.tokens[this.#at];
    if (token?.kind !== 'symbol' || token.text !== symbol) return false;
    this.#at++;
    return true;
  }
}
