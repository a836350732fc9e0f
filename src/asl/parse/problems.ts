/** What keeps a definition from becoming a program. */
export interface Problem {
  /** JSON pointer (RFC 6901) to the value that is wrong, or to the object that holds or lacks it. */
  pointer: string;
  /** As ValidateStateMachineDefinition names it. */
  code: ProblemCode;
  message: string;
}

/** The codes of API_ValidateStateMachineDefinitionDiagnostic that stand for errors in a definition's text. */
export type ProblemCode =
  | 'INVALID_JSON_DESCRIPTION'
  | 'MISSING_DESCRIPTION'
  | 'SCHEMA_VALIDATION_FAILED'
  | 'MISSING_END_STATE'
  | 'DUPLICATE_STATE_NAME'
  | 'INVALID_STATE_NAME'
  | 'DUPLICATE_LABEL_NAME'
  | 'INVALID_LABEL_NAME'
  | 'MISSING_TRANSITION_TARGET'
  | 'TOO_DEEPLY_NESTED'
  | 'INVALID_JSONATA_EXPRESSION'
  | 'UNSUPPORTED_JSONATA_EXPRESSION';

/** A definition that is wrong everywhere gives as many problems as a person reads, and no more. */
export const MAX_PROBLEMS = 100;
/** Names in a definition may be as long as the definition: what quotes them is cut. */
const MAX_POINTER = 2_000;
const MAX_QUOTED = 100;

export class Problems {
  readonly all: Problem[] = [];

  get full(): boolean {
    return this.all.length >= MAX_PROBLEMS;
  }

  add(pointer: string, code: ProblemCode, message: string): void {
    if (this.full) return;
    this.all.push({ pointer: cut(pointer, MAX_POINTER), code, message });
  }
}

/** A name or text of the definition, as a message shows it. */
export const shown = (text: string): string => cut(text, MAX_QUOTED);

const cut = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;
