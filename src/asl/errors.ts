import type { Json } from './json.js';

/**
 * A failure with one of the names that AWS reserves (States.Runtime, States.IntrinsicFailure, ...) or of a task's own.
 * The cause is the part behind "An error occurred while executing the state 'X' (entered at the event id #N). ":
 * who knows the state and the event puts that in front.
 */
export class StatesError extends Error {
  constructor(
    readonly error: string,
    override readonly cause: string | undefined,
    /** Where the failing expression stands (`Output/result`): EvaluationFailed events carry it. */
    readonly location?: string,
  ) {
    super(cause === undefined ? error : `${error}: ${cause}`);
    this.name = 'StatesError';
  }
}

/** What no Retry and no Catch takes by States.ALL: the definition does not fit the data. */
export const runtimeError = (cause: string): StatesError => new StatesError('States.Runtime', cause);

export const intrinsicFailure = (cause: string): StatesError =>
  new StatesError('States.IntrinsicFailure', cause);

/**
 * A reference path (ResultPath, ItemsPath) does not fit what it is applied to. AWS raises this name, which its
 * documentation leaves out, where that has States.ResultPathMatchFailure.
 */
export const referencePathConflict = (step: string | number, input: Json): StatesError =>
  new StatesError(
    'States.ReferencePathConflict',
    `Unable to apply step "${step}" to input ${JSON.stringify(input)}`,
  );

export const queryEvaluationError = (cause: string, location?: string): StatesError =>
  new StatesError('States.QueryEvaluationError', cause, location);
