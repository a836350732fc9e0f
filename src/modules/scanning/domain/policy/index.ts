export {
  type Condition,
  parsePolicy,
  type PolicyDocument,
  policyDocument,
  PolicyError,
  policyPart,
  type Principal,
  type Statement,
} from './document.js';
export {
  allowsAdministrator,
  coversAction,
  coversAllActions,
  coversAllResources,
  coversResource,
  matchesPattern,
  patternsMeet,
  touchesAction,
} from './pattern.js';
export {
  accountOf,
  type ForeignAccess,
  foreignPrincipals,
  isForEveryone,
  publicStatements,
} from './access.js';
export { type Fixing } from './condition.js';
export { deniesInsecureTransport, minimumTlsVersion } from './transport.js';
