import { exemptsServices, isOn, operatorOf } from './condition.js';
import { isForEveryone } from './access.js';
import { type Condition, type PolicyDocument, type Statement } from './document.js';
import { coversAction, coversResource } from './pattern.js';

/**
 * Whether the policy denies requests without TLS: to everybody, for all `actions` (all of the service, unless given),
 * on each of `resources` (ARNs or patterns: a bucket and, with `/*`, its objects), in one statement or in several. A
 * Deny for one principal, or one with further conditions, leaves others in.
 */
export function deniesInsecureTransport(
  policy: PolicyDocument,
  resources: readonly string[],
  actions: readonly string[] = [`${resources[0]?.split(':')[2] ?? '*'}:*`],
): boolean {
  const denials = policy.statements.filter((one) => isDenialOf(one, isInsecure));
  return coveredBy(denials, resources, actions);
}

/**
 * The lowest version of TLS that the policy lets in (`1.2`) by S3's own key; null where it asks for none. Not enough
 * by itself: a request without TLS has no such key, and `NumericLessThan` is not true of it.
 */
export function minimumTlsVersion(policy: PolicyDocument, resources: readonly string[]): number | null {
  const versions = policy.statements
    .flatMap(({ conditions }) => conditions.flatMap(tlsFloor))
    .sort((a, b) => b - a);
  const denied = (version: number) =>
    policy.statements.filter((one) =>
      isDenialOf(one, (it) => tlsFloor(it).some((floor) => floor >= version)),
    );
  return versions.find((version) => coveredBy(denied(version), resources, ['s3:*'])) ?? null;
}

const coveredBy = (
  denials: readonly Statement[],
  resources: readonly string[],
  actions: readonly string[],
): boolean =>
  resources.length > 0 &&
  resources.every((arn) =>
    actions.every((action) => denials.some((one) => coversAction(one, action) && coversResource(one, arn))),
  );

/** A Deny for everybody whose conditions, all of which have to hold, are no narrower than what is to be denied. */
const isDenialOf = (statement: Statement, what: (condition: Condition) => boolean): boolean =>
  statement.effect === 'Deny' &&
  isForEveryone(statement) &&
  statement.conditions.every((condition) => what(condition) || exemptsServices(condition));

/** True of each request without TLS: aws:SecureTransport is in every request, s3:TlsVersion only in those with TLS. */
function isInsecure(condition: Condition): boolean {
  const { name, ifExists } = operatorOf(condition);
  if (isOn(condition, 'aws:SecureTransport'))
    return name === 'bool' && condition.values.some((value) => value.toLowerCase() === 'false');
  return isOn(condition, 's3:TlsVersion') && name === 'numericlessthan' && ifExists;
}

function tlsFloor(condition: Condition): number[] {
  if (operatorOf(condition).name !== 'numericlessthan' || !isOn(condition, 's3:TlsVersion')) return [];
  // any of several values is enough: the highest decides
  return [Math.max(...condition.values.map(Number))].filter(Number.isFinite);
}
