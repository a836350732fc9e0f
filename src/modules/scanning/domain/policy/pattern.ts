import { type PolicyDocument, type Statement } from './document.js';

/** One character to match, or a wildcard. */
type Token = { char: string } | '?' | '*';

/** `${*}`, `${?}` and `${$}` are how a policy writes these characters themselves. */
const tokens = (pattern: string): Token[] =>
  [...pattern.matchAll(/\$\{([*?$])\}|([\s\S])/gu)].map(([, escaped, char = '']) =>
    escaped !== undefined ? { char: escaped } : char === '*' || char === '?' ? char : { char },
  );

/**
 * Whether `pattern`, in which `*` stands for any text and `?` for any character, holds all of `value`. The value may
 * be a pattern itself: its `*` is held by a `*` alone, so that `s3:*` holds `s3:Get*`, and `s3:?` does not.
 * Exact as ARNs are (`ignoreCase` for actions, which have no case). Takes no longer than pattern × value.
 */
export function matchesPattern(pattern: string, value: string, { ignoreCase = false } = {}): boolean {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const want = tokens(fold(pattern));
  const have = [...fold(value)];
  let at = 0; // in want
  let star = -1; // the last * that was passed, and where its text began
  let from = 0;
  for (let i = 0; i < have.length;) {
    const token = want[at];
    const char = have[i];
    if (token === '*') {
      star = at++;
      from = i;
    } else if (token === '?' ? char !== '*' : token !== undefined && token.char === char) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1; // let the last * take one more
      i = ++from;
    } else {
      return false;
    }
  }
  return want.slice(at).every((token) => token === '*');
}

/** Whether there is any text that both patterns hold: `s3:*Object` and `s3:Put*` share PutObject. */
export function patternsMeet(one: string, other: string, { ignoreCase = false } = {}): boolean {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text);
  const a = tokens(fold(one));
  const b = tokens(fold(other));
  // meets[j]: whether the rest of a from i and the rest of b from j share a text; from the ends to the beginnings
  let below: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = b.length; j >= 0; j--) {
      const x = a[i];
      const y = b[j];
      if (x === undefined && y === undefined) row[j] = true;
      else if (x === '*') row[j] = below[j] === true || (y !== undefined && row[j + 1] === true);
      else if (y === '*') row[j] = row[j + 1] === true || below[j] === true;
      else row[j] = x !== undefined && y !== undefined && sameChar(x, y) && below[j + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}

const sameChar = (x: Exclude<Token, '*'>, y: Exclude<Token, '*'>): boolean =>
  x === '?' || y === '?' || x.char === y.char;

const NO_CASE = { ignoreCase: true };

/** Whether the statement is about this action (`s3:GetObject`), or about all of a pattern of actions (`s3:*`). */
export const coversAction = ({ actions, notActions }: Statement, action: string): boolean =>
  actions !== null
    ? actions.some((pattern) => matchesPattern(pattern, action, NO_CASE))
    : !(notActions ?? []).some((pattern) => patternsMeet(pattern, action, NO_CASE));

/** Whether the statement is about at least one action of the pattern (`s3:Put*`). */
export const touchesAction = ({ actions, notActions }: Statement, action: string): boolean =>
  actions !== null
    ? actions.some((pattern) => patternsMeet(pattern, action, NO_CASE))
    : !(notActions ?? []).some((pattern) => matchesPattern(pattern, action, NO_CASE));

/** Whether it is about this ARN, or about all of a pattern of ARNs; one without Resource is about what it is attached to. */
export const coversResource = ({ resources, notResources }: Statement, arn: string): boolean =>
  resources !== null
    ? resources.some((pattern) => matchesPattern(pattern, arn))
    : !(notResources ?? []).some((pattern) => patternsMeet(pattern, arn));

/** `*` or `*:*`, in one entry; never NotAction, which leaves something out. */
export const coversAllActions = (statement: Statement): boolean => coversAction(statement, '*:*');

/** `*` or the like (`arn:*`) in one entry; never NotResource. */
export const coversAllResources = (statement: Statement): boolean =>
  coversResource(statement, 'arn:*:*:*:*:*');

/**
 * Whether the policy makes an administrator: one statement allows every action on every resource. One that leaves
 * something out (NotAction, NotResource) does as well where it leaves all of IAM in: who may do that grants himself
 * the rest. Conditions are not looked at: an administrator with a second factor is one. A Deny counts where it takes
 * everything back.
 */
export const allowsAdministrator = ({ statements }: PolicyDocument): boolean =>
  statements.some(
    (one) =>
      one.effect === 'Allow' &&
      (coversAllActions(one) || (one.notActions !== null && coversAction(one, 'iam:*'))) &&
      (coversAllResources(one) || (one.notResources !== null && coversResource(one, 'arn:*:iam::*:*'))),
  ) &&
  !statements.some(
    (one) =>
      one.effect === 'Deny' &&
      one.conditions.length === 0 &&
      coversAllActions(one) &&
      coversAllResources(one),
  );
