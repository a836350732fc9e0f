import type { Program } from '../program.js';
import { checkTransitions } from './graph.js';
import { readJson } from './json-text.js';
import { checkDefinition } from './machine.js';
import { checkNames } from './names.js';
import { Problems, type Problem } from './problems.js';
import { checkScopes } from './variables.js';

export { MAX_PROBLEMS, type Problem, type ProblemCode } from './problems.js';

/**
 * A definition in Amazon States Language, as JSON or as its text, as CreateStateMachine takes it.
 * @returns the program, or all that is wrong with it, up to MAX_PROBLEMS
 */
export function parse(definition: unknown): { program: Program } | { problems: Problem[] } {
  const read = readJson(definition);
  if ('problem' in read) return { problems: [read.problem] };
  const { json } = read;
  const problems = new Problems();
  checkDefinition(json, { pointer: '', reach: { result: false, errorOutput: false }, problems });
  checkNames(json, problems);
  checkTransitions(json, problems);
  checkScopes(json, problems);
  // Everything that the type says has been checked above.
  return problems.all.length > 0 ? { problems: problems.all } : { program: json as unknown as Program };
}
