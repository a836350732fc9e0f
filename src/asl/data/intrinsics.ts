import type { Json } from '../json.js';
import { intrinsicFailure, runtimeError } from '../errors.js';
import { ARRAY_FUNCTIONS } from './intrinsics-array.js';
import type { IntrinsicFunction } from './intrinsic-function.js';
import { IntrinsicFault } from './intrinsic-function.js';
import { parseIntrinsic, type Argument, type Call } from './intrinsic-syntax.js';
import { NUMBER_FUNCTIONS } from './intrinsics-number.js';
import { STRING_FUNCTIONS } from './intrinsics-string.js';
import { evaluatePath, PathNotFound } from './path-read.js';
import { drawsFrom, type Draws, type Randomness } from './random.js';
import { SyntaxFault } from './reader.js';
import type { Scope } from './scope.js';

/** Every intrinsic function of the States Language, by its name behind `States.`. */
export const INTRINSICS: ReadonlyMap<string, IntrinsicFunction> = new Map(
  Object.entries({ ...ARRAY_FUNCTIONS, ...STRING_FUNCTIONS, ...NUMBER_FUNCTIONS }),
);

/**
 * The value of `States.Format('...', $.a)` and the like.
 * @throws StatesError States.IntrinsicFailure where the function does not take its arguments; States.Runtime where a
 *   path in it leads nowhere
 */
export const evaluateIntrinsic = (text: string, scope: Scope, random: Randomness): Json =>
  evaluateIntrinsicWith(text, scope, drawsFrom(random, text));

export const evaluateIntrinsicWith = (text: string, scope: Scope, draws: Draws): Json =>
  new Evaluation(text, scope, draws).call(parse(text));

function parse(text: string): Call {
  try {
    return parseIntrinsic(text);
  } catch (error) {
    if (error instanceof SyntaxFault) throw runtimeError(`Invalid intrinsic '${text}' : ${error.message}`);
    throw error;
  }
}

export const takes = (intrinsic: IntrinsicFunction, count: number): boolean =>
  count >= intrinsic.least && count <= intrinsic.most;

/** Of one whole expression, which is what AWS quotes where a call within it fails (measured). */
class Evaluation {
  constructor(
    private readonly text: string,
    private readonly scope: Scope,
    private readonly draws: Draws,
  ) {}

  call(call: Call): Json {
    const intrinsic = INTRINSICS.get(call.name);
    if (intrinsic === undefined) throw intrinsicFailure(this.cause(`States.${call.name} is not supported.`));
    const values = call.args.map((argument, at) =>
      this.argument(argument, call.name === 'Format' && at === 0),
    );
    if (!takes(intrinsic, values.length)) throw intrinsicFailure(this.cause('Invalid number of arguments.'));
    try {
      return intrinsic.apply(values, this.draws);
    } catch (error) {
      if (error instanceof IntrinsicFault) throw intrinsicFailure(this.cause(error.message));
      throw error;
    }
  }

  private argument(argument: Argument, isFormat: boolean): Json {
    switch (argument.kind) {
      case 'value':
        return (isFormat ? argument.template : undefined) ?? argument.value;
      case 'call':
        return this.call(argument.call);
      case 'path':
        try {
          return evaluatePath(argument.path, this.scope);
        } catch (error) {
          if (!(error instanceof PathNotFound)) throw error;
          throw runtimeError(
            this.cause(error.miss === 'array' ? error.message : this.missing(argument.text)),
          );
        }
    }
  }

  /** AWS writes a path into the context object as one into the input, and quotes the input for it. */
  private missing(path: string): string {
    const place = path.startsWith('$$') ? path.slice(1) : path;
    const input = JSON.stringify(this.scope.input);
    return `The JsonPath argument for the field '${place}' could not be found in the input '${input}'`;
  }

  private cause(problem: string): string {
    return `The function '${this.text}' had the following error: ${problem}`;
  }
}
