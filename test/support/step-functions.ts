import { SFN, type DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import { SQS, type Message } from '@aws-sdk/client-sqs';
import type { DynamicModule, Type } from '@nestjs/common';
import type { Program } from '../../src/asl/index.js';
import { forStepFunctions } from '../../src/modules/workflows/domain/for-step-functions.js';
import { WorkflowEngine, type EngineStart } from '../../src/modules/workflows/workflow-engine.js';
import { newId } from '../../src/shared/ids.js';
import { eventually, startTestApp, type TestApp } from './app.js';
import { startFaultProxy } from './fault-proxy.mjs';

export const REGION = 'eu-west-1';
const ROLE_ARN = 'arn:aws:iam::123456789012:role/ComplianceShepherdStepFunctions';

export interface ExecutionLine {
  id: string;
  status: string;
  aws_arn: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  redrive_count: number;
  started_at: Date | null;
  stopped_at: Date | null;
}

export type StepFunctionsApp = Awaited<ReturnType<typeof startStepFunctionsApp>>;

export type EmulatedStepFunctions = Awaited<ReturnType<typeof emulatedStepFunctions>>;

/**
 * Step Functions of the emulator, with queues for tasks and status changes.
 *
 * What the emulator cannot prove: it has no RedriveExecution and sends no status events (`tell` puts them on the queue
 * as EventBridge would), runs no JSONata, asks for no permission, gives Retry the token of the first try, drops the
 * cause of SendTaskFailure, and says InvalidToken of a token that was used.
 */
export async function emulatedStepFunctions(motoUrl: string) {
  const name = `t${Date.now()}${Math.floor(Math.random() * 1000)}`; // of its own in an emulator that others may use
  await fetch(`${motoUrl}/moto-api/config`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sfn = new SFN({ region: REGION, endpoint: motoUrl, credentials });
  const sqs = new SQS({ region: REGION, endpoint: motoUrl, credentials });
  const queue = async (QueueName: string) => (await sqs.createQueue({ QueueName })).QueueUrl ?? '';
  const [taskQueue, statusQueue] = [await queue(`${name}-tasks`), await queue(`${name}-status`)];

  /** Gives the state machine's ARN. */
  const deploy = async (stateMachine: string, program: object): Promise<string> => {
    const definition = JSON.stringify(forStepFunctions(program, { TaskQueueUrl: taskQueue }));
    const made = await sfn.createStateMachine({
      name: `${name}${stateMachine}`,
      definition,
      roleArn: ROLE_ARN,
    });
    return made.stateMachineArn ?? '';
  };
  const inAws = (executionArn: string) => sfn.describeExecution({ executionArn });
  const endsInAws = (executionArn: string) =>
    eventually(async () => {
      const found = await inAws(executionArn);
      return found.status !== 'RUNNING' && found;
    }, 80_000);
  const tell = async (found: DescribeExecutionCommandOutput, changes: object = {}) => {
    await sqs.sendMessage({
      QueueUrl: statusQueue,
      MessageBody: JSON.stringify(statusEventOf(found, changes)),
    });
  };
  const waiting = async (QueueUrl: string): Promise<number> => {
    const AttributeNames = [
      'ApproximateNumberOfMessages' as const,
      'ApproximateNumberOfMessagesNotVisible' as const,
    ];
    const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames });
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
  };
  const isEmpty = (queueUrl: string) => eventually(async () => (await waiting(queueUrl)) === 0);
  /** For an application that polls nothing (ROLE=api): one message, which is gone from the queue by that. */
  const receive = async (): Promise<Message> => {
    const { Messages = [] } = await sqs.receiveMessage({ QueueUrl: taskQueue, WaitTimeSeconds: 10 });
    const [message] = Messages;
    if (message === undefined) throw new Error('no task came');
    await sqs.deleteMessage({ QueueUrl: taskQueue, ReceiptHandle: message.ReceiptHandle });
    return message;
  };
  const close = () => {
    sfn.destroy();
    sqs.destroy();
  };
  const env = {
    ...{ AWS_REGION: REGION, WORKFLOW_ENGINE: 'aws' },
    ...{ TASK_QUEUE_URL: taskQueue, STATUS_QUEUE_URL: statusQueue },
  };
  const asked = { deploy, inAws, endsInAws, tell, waiting, isEmpty, receive };
  return { name, sfn, sqs, taskQueue, statusQueue, env, ...asked, close };
}

/** The application with Step Functions as its engine, on the emulator behind a fault proxy, with two tenants. */
export async function startStepFunctionsApp(
  motoUrl: string,
  modules: (DynamicModule | Type)[] = [],
  env: Record<string, string> = {},
) {
  const variables = { ...process.env };
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const aws = await emulatedStepFunctions(motoUrl);
  const proxy = await startFaultProxy({ target: motoUrl });
  const app: TestApp = await startTestApp(
    { AWS_ENDPOINT_URL: proxy.url, AWS_MAX_ATTEMPTS: '1', ...aws.env, ...env },
    modules,
  );
  await app.tenant('acme');
  await app.tenant('globex');
  const engine = app.app.get(WorkflowEngine, { strict: false });

  const start = (stateMachine: string, program: Program, request: Partial<EngineStart> = {}) =>
    engine.start(startOf({ stateMachine: `${aws.name}${stateMachine}`, program, ...request }));
  const row = async (id: string): Promise<ExecutionLine> => {
    const [line] = await app.database.query<ExecutionLine & Record<string, unknown>>(
      'SELECT * FROM executions WHERE id = $1',
      [id],
    );
    if (line === undefined) throw new Error(`there is no execution ${id}`);
    return line;
  };
  /** Runs an execution to its end, and tells of it. */
  const finished = async (id: string): Promise<ExecutionLine> => {
    await aws.tell(await aws.endsInAws((await row(id)).aws_arn));
    return eventually(async () => {
      const line = await row(id);
      return line.status !== 'RUNNING' && line;
    });
  };
  const close = async () => {
    proxy.rules = [];
    await app.close();
    await proxy.close();
    aws.close();
    process.env = variables;
  };
  return { ...aws, app, proxy, start, row, finished, close };
}

/** What the engine is asked by the API. */
export const startOf = (request: Partial<EngineStart> & Pick<EngineStart, 'program'>): EngineStart => ({
  id: newId('exe'),
  actor: { tenantId: 'acme', owner: 'ann@acme.test', keyId: 'key_1' },
  workflowType: 'test',
  stateMachine: 'Test',
  name: `run-${newId('req')}`,
  isOwn: false,
  input: {},
  priority: 2,
  correlationId: 'req_1',
  startedBy: null,
  parent: null,
  ...request,
});

/** As EventBridge tells of an execution (AWS Step Functions, "EventBridge events": the example for this detail type). */
export function statusEventOf(found: DescribeExecutionCommandOutput, changes: object = {}) {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate, input, output } = found;
  return {
    version: '0',
    id: '315c1398-40ff-a850-213b-158f73e60175',
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: '123456789012',
    time: (stopDate ?? startDate ?? new Date()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: REGION,
    resources: [executionArn],
    detail: {
      ...{ executionArn, stateMachineArn, name, status },
      ...{ startDate: startDate?.getTime(), stopDate: stopDate?.getTime() ?? null },
      ...{ input, output: output ?? null },
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
      redriveStatus: status === 'FAILED' ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
      inputDetails: { included: true },
      outputDetails: output === undefined ? null : { included: true },
      error: found.error ?? null,
      cause: found.cause ?? null,
      ...changes,
    },
  };
}
