import { CallFailed } from './aws/aws-calls.js';
import { actionsOf } from './domain/call.js';
import type { Fix } from './domain/fix.js';

/** The role that a change is made with, where it has not what it takes. */
const POLICY = 'deploy/iam/remediation-policy.json';

/** Why the account could not be entered. */
export function entranceRefusal(error: CallFailed, accountId: string, roleName: string): string {
  const { failure, code, message } = error.failure;
  if (['throttled', 'unreachable', 'failed'].includes(failure))
    return `The account ${accountId} could not be entered (${code}: ${message}): try again`;
  return (
    `The role ${roleName} of the account ${accountId} cannot be assumed (${code}: ${message}): deploy it there, ` +
    `with ${POLICY} and deploy/iam/remediation-trust.json`
  );
}

/** Why one of a fix's reads had no answer. */
export function readRefusal(error: unknown, fix: Fix, roleName: string): string {
  if (!(error instanceof CallFailed)) return `What AWS answers about it is not understood: ${wordsOf(error)}`;
  const { failure, code, message } = error.failure;
  const action = actionOf(error.of, fix);
  switch (failure) {
    case 'denied':
      return `The role ${roleName} is not allowed ${action}: give it ${POLICY}`;
    case 'not_found':
      return `It is not there any more (${action}: ${code})`;
    case 'unsupported':
      return `AWS does not offer ${action} here (${code})`;
    case 'invalid_credentials':
      return `The credentials of the role ${roleName} do not hold (${code}: ${message})`;
    case 'throttled':
    case 'unreachable':
    case 'failed':
      return `AWS did not answer ${action} (${code}: ${message}): try again`;
  }
}

/** How IAM calls what a read has asked. */
function actionOf(operation: string, { reads }: Fix): string {
  const read = Object.values(reads).find((one) => `${one.service}:${one.operation}` === operation);
  if (read === undefined) return operation;
  const { service, operation: name, action } = read;
  const [first = operation] = actionsOf({
    ...{ service, operation: name, input: {} },
    ...(action === undefined ? {} : { action }),
  });
  return first;
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && 'issues' in error && Array.isArray(error.issues)) {
    const paths = (error.issues as { path: PropertyKey[] }[]).map(({ path }) => path.map(String).join('.'));
    return [...new Set(paths)].join(', ');
  }
  return error instanceof Error ? error.message : String(error);
}
