/** The data flow of states: paths, payload templates and intrinsics of JSONPath, expressions of JSONata. */
export type { Scope } from './scope.js';
export type { Randomness } from './random.js';
export { isEqual } from './equal.js';

export { checkPath, findPath, readPath, readReference, readSelected } from './paths.js';
export { writePath } from './path-write.js';
export { fillTemplate } from './template.js';
export { evaluateIntrinsic } from './intrinsics.js';
export { checkIntrinsic, checkTemplate, type TemplateProblem } from './check-template.js';

export {
  evaluateJsonata,
  faultOfJsonata,
  jsonataOver,
  jsonataWithin,
  type Evaluate,
  type EvaluateOver,
} from './jsonata.js';
export { fillJsonata, hasJsonata, isJsonata, resultTypeError } from './jsonata-template.js';
export { checkJsonata, checkJsonataText, type JsonataProblem, type Reach } from './check-jsonata.js';
