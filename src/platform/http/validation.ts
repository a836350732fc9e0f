import { StandardSchemaValidationPipe } from '@nestjs/common';
import { type FieldProblem, invalid } from '../../shared/app-error.js';

const MAX_PROBLEMS = 100;

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
  /** On zod's unrecognized_keys alone: its path is that of the object around them. */
  readonly keys?: readonly string[];
}

/** Checks parameters against the zod schema in their decorator; all bad fields are listed. */
export const validationPipe = () =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) => invalid(issues.flatMap(problemsOf).slice(0, MAX_PROBLEMS)),
  });

function problemsOf({ path = [], message, keys }: Issue): FieldProblem[] {
  const steps = path.map((step) => String(typeof step === 'object' ? step.key : step));
  if (keys === undefined) return [{ path: steps.join('.') || 'body', message }];
  return keys.map((key) => ({ path: [...steps, key].join('.'), message: 'There is no such field here' }));
}
