import { AsyncResource } from 'node:async_hooks';
import { kindOf, type Span, tracing } from '../telemetry/index.js';
import { type AwsCallOutcome } from './account.js';
import { callMeter } from './call-meter.js';
import { failureOf } from './errors.js';
import { type Lane } from './lane.js';

/** Where a client's calls go. */
export interface Place {
  account?: string;
  region?: string;
}

/** The part of an SDK client's middleware stack that is needed here; each client has its own generic type of it. */
export interface AttemptStack {
  addRelativeTo(
    middleware: <Args, Result>(
      next: (args: Args) => Promise<Result>,
      context: { commandName?: string },
    ) => (args: Args) => Promise<Result>,
    options: { relation: 'after'; toMiddleware: string; name: string },
  ): void;
}

const NOT_IMPLEMENTED = 501;

/**
 * Calls that take messages from a queue, hold, give back and put there. SQS takes "a nearly unlimited number" of them a
 * second (AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html), so no lane and no budget counts them:
 * 1,000 messages a second are 200 calls, which would leave half of the default budget to all else, and long polls that
 * only wait, 20 s each, would hold the slots of the lane. What describes queues waits for its turn like anything else.
 */
const MESSAGING = /^(Receive|Send|Delete)Message(Batch)?$|^ChangeMessageVisibility(Batch)?$/;

export const ATTEMPT_MIDDLEWARE = 'shepherdAttemptMiddleware';

/**
 * Puts each attempt of each call of a client through its lane.
 *
 * The place is what matters: after the retry middleware, so that every retry waits for its turn again and a call
 * that waits for its backoff holds no slot; before signing, so that a signature is never older than the wait.
 */
export function limitAttempts(
  stack: AttemptStack,
  service: string,
  lane: Lane,
  record: (operation: string, outcome: AwsCallOutcome) => void,
  at: Place = {},
): void {
  stack.addRelativeTo(
    (next, context) => (args) => {
      const operation = (context.commandName ?? 'Unknown').replace(/Command$/, '');
      const asked = performance.now();
      const end = (outcome: AwsCallOutcome): void => {
        callMeter.count(`${service}:${operation}`, outcome);
        record(operation, outcome);
      };
      const isFree = service === 'sqs' && MESSAGING.test(operation);
      const attempt = async () => {
        const span = attemptSpan(service, operation, at, performance.now() - asked);
        try {
          const result = await next(args);
          end('ok');
          endSpan(span, 'ok', result);
          return result;
        } catch (error) {
          const outcome = outcomeOf(error);
          end(outcome);
          endSpan(span, outcome, error);
          onceOnly(error);
          throw error;
        }
      };
      // bind: the queue starts a waiting attempt from where another one ended, with that one's async context,
      // so meters and correlation ids would be another caller's
      return isFree ? attempt() : lane.run(AsyncResource.bind(attempt));
    },
    { relation: 'after', toMiddleware: 'retryMiddleware', name: ATTEMPT_MIDDLEWARE },
  );
}

/** As X-Ray's exporter reads calls of AWS: a node of the service map for each service. */
function attemptSpan(service: string, operation: string, at: Place, waitedMs: number): Span | undefined {
  if (!tracing.isOn) return undefined;
  return tracing.part(`${service}.${operation}`, 'client', {
    ...{ 'rpc.system': 'aws-api', 'rpc.service': service, 'rpc.method': operation },
    ...{ 'aws.service': service, 'aws.operation': operation, 'aws.region': at.region },
    ...{ 'cloud.region': at.region, 'cloud.account.id': at.account },
    'shepherd.waited_ms': Math.round(waitedMs), // for its turn in the lane
  });
}

/** @param answer of the SDK, or its error: both tell of the response */
function endSpan(span: Span | undefined, outcome: AwsCallOutcome, answer: unknown): void {
  if (span === undefined) return;
  const { $metadata: metadata } = ((answer as { output?: unknown }).output ?? answer) as {
    $metadata?: { httpStatusCode?: number; requestId?: string };
  };
  const { httpStatusCode, requestId } = metadata ?? {};
  span.set({ 'shepherd.outcome': outcome, 'http.response.status_code': httpStatusCode });
  span.set({ 'aws.request_id': requestId });
  if (outcome !== 'ok') span.fail(kindOf(answer));
  span.end();
}

/** What is not supported will not be a second later either: the SDK tries again by the status alone (500, 502 …). */
function onceOnly(error: unknown): void {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  if ($metadata?.httpStatusCode !== undefined && failureOf(error).failure === 'unsupported') {
    $metadata.httpStatusCode = NOT_IMPLEMENTED;
  }
}

/** "There is none" is an answer: a bucket without tags is no error. */
function outcomeOf(error: unknown): AwsCallOutcome {
  const { failure } = failureOf(error);
  if (failure === 'throttled') return 'throttle';
  return failure === 'not_found' ? 'ok' : 'error';
}
