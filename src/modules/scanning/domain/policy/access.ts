import { exceptsKey, exemptsServices, type Fixing, isFixed, isOn, requiresKey } from './condition.js';
import { type PolicyDocument, type Principal, type Statement } from './document.js';
import { coversAction, coversResource } from './pattern.js';

const isEveryone = ({ id }: Principal): boolean => id === '*';

/** Names everybody: `*` or `{"AWS": "*"}`. NotPrincipal names everybody but some. */
export const isForEveryone = ({ principals }: Statement): boolean => (principals ?? []).some(isEveryone);

/**
 * The Allow statements that let anybody in, as AWS takes "public" (AmazonS3/latest/userguide/
 * access-control-block-public-access.html#access-control-block-public-access-policy-status): the principal is
 * everybody (or all but some) and no condition ties the request to fixed accounts, organizations, networks or
 * sources. A statement is let off where a Deny takes all of it back from everybody, or from everybody but fixed ones.
 */
export const publicStatements = (policy: PolicyDocument, options: Fixing = {}): Statement[] =>
  policy.statements.filter(
    (one) =>
      one.effect === 'Allow' &&
      (isForEveryone(one) || one.notPrincipals !== null) &&
      !one.conditions.some((condition) => requiresKey(condition) && isFixed(condition, options)) &&
      !policy.statements.some((deny) => takesBack(deny, one, options)),
  );

function takesBack(deny: Statement, allow: Statement, options: Fixing): boolean {
  if (deny.effect !== 'Deny' || !coversStatement(deny, allow)) return false;
  const conditions = deny.conditions.filter((condition) => !exemptsServices(condition));
  if (deny.notPrincipals !== null) return conditions.length === 0 && !deny.notPrincipals.some(isEveryone);
  if (!isForEveryone(deny)) return false;
  // all conditions of a Deny have to hold: more than one exception lets in whoever meets any of them, still fixed
  return conditions.every((condition) => exceptsKey(condition) && isFixed(condition, options));
}

/** Whether all that `allow` allows is what `deny` is about. */
function coversStatement(deny: Statement, allow: Statement): boolean {
  const actions = (allow.actions ?? ['*']).map((action) =>
    // in the policy of a bucket, every action is one of S3
    action === '*' || action === '*:*' ? `${serviceOf(allow) ?? '*'}:*` : action,
  );
  const resources = allow.resources ?? (allow.notResources === null ? [] : ['*']);
  return (
    actions.every((action) => coversAction(deny, action)) &&
    resources.every((resource) => coversResource(deny, resource))
  );
}

/** The one service that the statement's resources belong to. */
function serviceOf({ resources }: Statement): string | null {
  const services = new Set((resources ?? []).map((arn) => arn.split(':')[2] ?? '*'));
  const [service = '*'] = services;
  return services.size === 1 && !/[*?]/.test(service) ? service : null;
}

/** Somebody outside of an account whom a statement lets in. */
export interface ForeignAccess {
  statement: Statement;
  principal: Principal;
  /** `*`: no single account (everybody, an organization, a network); null: a canonical user id tells none. */
  accountId: string | null;
}

/** Keys by which a statement for everybody names the accounts that it means. */
const ACCOUNT_KEYS = [
  'aws:PrincipalAccount',
  'aws:PrincipalArn',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceOwner',
  'kms:CallerAccount',
];

/**
 * Who is let in of other accounts: a principal may be a number of 12 digits, `arn:aws:iam::NUMBER:root`, a role or
 * user there, a provider there, or everybody with a condition that names accounts. AWS's services are no accounts,
 * and an id such as AIDA… is what AWS leaves of a deleted user: it lets nobody in.
 *
 * @param canonicalId the account's own canonical user id, where it is known
 */
export function foreignPrincipals(
  { statements }: PolicyDocument,
  accountId: string,
  canonicalId: string | null = null,
): ForeignAccess[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => [
      ...(statement.principals ?? []).flatMap((principal) =>
        accountsOf(principal, statement)
          .filter((account) => account !== accountId)
          .filter(() => principal.type !== 'CanonicalUser' || principal.id !== canonicalId)
          .map((account) => ({ statement, principal, accountId: account })),
      ),
      ...(statement.notPrincipals === null
        ? []
        : [{ statement, principal: { type: '*' as const, id: '*' }, accountId: '*' }]),
    ]);
}

function accountsOf(principal: Principal, statement: Statement): (string | null)[] {
  if (isEveryone(principal)) return accountsByCondition(statement) ?? ['*'];
  if (principal.type === 'CanonicalUser') return [null];
  const account = accountOf(principal.id);
  return account === null || principal.type === 'Service' ? [] : [account];
}

/** The accounts that a condition limits everybody to; null: it does not name them. */
function accountsByCondition({ conditions }: Statement): string[] | null {
  for (const condition of conditions) {
    if (!requiresKey(condition) || !ACCOUNT_KEYS.some((key) => isOn(condition, key))) continue;
    const accounts = condition.values.map(accountOf);
    if (accounts.length > 0 && !accounts.includes(null)) return [...new Set(accounts as string[])];
  }
  return null;
}

/** The account of a number or an ARN; null where it names none. */
export function accountOf(id: string): string | null {
  if (/^\d{12}$/.test(id)) return id;
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(id)?.[1];
  return account ?? null;
}
