/** What a Task's Resource names, as the history tells of it. */
export type Resource =
  | { family: 'lambda'; arn: string }
  | { family: 'activity'; arn: string }
  | { family: 'service'; arn: string; resourceType: string; resource: string; pattern: Pattern };

/** How a service is called: answered at once, waited for until a job ends, or until a token comes back. */
export type Pattern = 'request' | 'sync' | 'token';

const LAMBDA = /^arn:[^:]+:lambda:/;
const ACTIVITY = /^arn:[^:]+:states:[^:]*:[^:]*:activity:/;
const SERVICE = /^arn:[^:]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):(.+)$/;

/** `arn:aws:states:::sqs:sendMessage.waitForTaskToken`, `…:states:startExecution.sync:2`, a function's ARN, … */
export function resourceOf(arn: string): Resource {
  if (LAMBDA.test(arn)) return { family: 'lambda', arn };
  if (ACTIVITY.test(arn)) return { family: 'activity', arn };
  const [, resourceType = arn, resource = ''] = SERVICE.exec(arn) ?? [];
  return { family: 'service', arn, resourceType, resource, pattern: patternOf(resource) };
}

function patternOf(resource: string): Pattern {
  if (resource.endsWith('.waitForTaskToken')) return 'token';
  return /\.sync(:\d+)?$/.test(resource) ? 'sync' : 'request';
}

/** Whose result or parameters were too large, as AWS names it: the function, the service, or else the state. */
export const nameOf = (resource: Resource): string =>
  resource.family === 'service' ? resource.resourceType : resource.arn;
