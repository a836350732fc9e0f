export { matches } from './match.js';
export { patternOf, type Pattern } from './pattern.js';
export { ruleSetOf, type RuleSet } from './rule-set.js';
