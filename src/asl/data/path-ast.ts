import type { Json } from '../json.js';
import type { PathFunction } from './path-function.js';

/** One part of a path behind its root. */
export type Segment =
  /** `.name`, `['name']`; several names (`['a','b']`) pick several. */
  | { kind: 'property'; names: string[] }
  /** `[0]`, `[-1]`, `[0,2]` */
  | { kind: 'index'; indexes: number[] }
  /** `[from:to]`, either side may be open. */
  | { kind: 'slice'; from: number | undefined; to: number | undefined }
  | { kind: 'wildcard' }
  /** `[?(...)]` */
  | { kind: 'filter'; filter: Filter }
  /** `..`: the segment behind it is looked for at every depth. */
  | { kind: 'scan' }
  /** `.length()` and the like, at the end of a path. */
  | { kind: 'function'; name: PathFunction };

export interface Path {
  /** `$` (input), `$$` (context object), `$name` (variable), `@` (the element a filter looks at). */
  root: string;
  segments: Segment[];
  /** Where it is nothing but names and single indexes, these: a Reference Path (amazon-states-language-paths). */
  steps: readonly (string | number)[] | undefined;
}

export type Operand =
  { kind: 'path'; path: Path } | { kind: 'value'; value: Json } | { kind: 'regex'; regex: RegExp };

/** The condition of `[?(...)]`. */
export type Filter =
  | { kind: 'or' | 'and'; parts: Filter[] }
  | { kind: 'not'; part: Filter }
  | { kind: 'exists'; path: Path }
  | { kind: 'compare'; operator: Operator; left: Operand; right: Operand };

export type Operator =
  | '==='
  | '!=='
  | '=='
  | '!='
  | '=~'
  | '<='
  | '>='
  | '<'
  | '>'
  | 'subsetof'
  | 'contains'
  | 'noneof'
  | 'anyof'
  | 'empty'
  | 'size'
  | 'all'
  | 'nin'
  | 'in';
