import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { SFN } from '@aws-sdk/client-sfn';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../project.mjs';
import { queueAccess, rolePolicy, roleTrust } from './policies.mjs';
import { ensureQueue, ensureRole, ensureRule, ensureStateMachine } from './resources.mjs';

/** What Step Functions needs to run the workflows of the service. */

const NAMES = {
  role: 'ComplianceShepherdStepFunctions',
  tasks: 'ComplianceShepherdTasks',
  status: 'ComplianceShepherdStatus',
  rule: 'ComplianceShepherdStatus',
};

/**
 * @param {{ region: string, environment: string, roleArn?: string, taskQueueUrl?: string, statusQueueUrl?: string,
 *   logGroup?: string, dryRun: boolean,
 *   report: (kind: 'created' | 'changed' | 'unchanged', what: string, fields?: string[]) => void }} options
 * @returns {Promise<{ accountId: string, region: string, stateMachines: object, variables: Record<string, string> }>}
 */
export async function deployWorkflows(options) {
  const clients = connect(options.region);
  try {
    return await deploy(options, clients);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

const connect = (region) => ({
  sfn: new SFN({ region }),
  iam: new IAM({ region }),
  sqs: new SQS({ region }),
  eventbridge: new EventBridge({ region }),
  sts: new STS({ region }),
});

async function deploy(options, clients) {
  const { region, environment, logGroup, dryRun, report } = options;
  const { Account: accountId = '', Arn: arn = '' } = await clients.sts.getCallerIdentity({});
  const home = { partition: arn.split(':')[1] ?? 'aws', region, accountId };
  const tags = { 'compliance-shepherd': environment };
  const context = { ...clients, home, tags, dryRun, report };
  const at = (service, name) => `arn:${home.partition}:${service}:${region}:${accountId}:${name}`;
  const roleArn = options.roleArn ?? `arn:${home.partition}:iam::${accountId}:role/${NAMES.role}`;

  const taskQueue = await queueOf(context, options.taskQueueUrl, NAMES.tasks, (queueArn) =>
    queueAccess.from(queueArn, roleArn),
  );
  const statusQueue = await queueOf(context, options.statusQueueUrl, NAMES.status, (queueArn) =>
    queueAccess.ofRule(queueArn, at('events', `rule/${NAMES.rule}`)),
  );
  const { workflows, forStepFunctions, variables } = await fromBuild(options.environment);
  const machines = workflows.map((workflow) => ({
    ...workflow,
    arn: at('states', `stateMachine:${workflow.stateMachineName}`),
    definition: forStepFunctions(workflow.program, { TaskQueueUrl: taskQueue.url }),
  }));
  if (options.roleArn === undefined) {
    const policy = rolePolicy({ taskQueueArn: taskQueue.arn, machines, home, logs: logGroup !== undefined });
    await ensureRole(context, NAMES.role, roleTrust(home), policy);
  }
  const logGroupArn = logGroup && at('logs', `log-group:${logGroup}:*`);
  for (const machine of machines) await ensureStateMachine(context, machine, { roleArn, logGroupArn });
  await ensureRule(context, NAMES.rule, machines, statusQueue.arn);

  return {
    ...home,
    stateMachines: Object.fromEntries(machines.map(({ workflowType, arn: of }) => [workflowType, of])),
    variables: {
      WORKFLOW_ENGINE: 'aws',
      AWS_REGION: region,
      TASK_QUEUE_URL: taskQueue.url,
      STATUS_QUEUE_URL: statusQueue.url,
      STEP_FUNCTIONS_ROLE_ARN: roleArn,
      // what has no variable is found by its name
      ...Object.fromEntries(
        machines
          .map(({ workflowType, arn: of }) => [variableOf(workflowType), of])
          .filter(([name]) => name in variables),
      ),
    },
  };
}

const variableOf = (workflowType) => `${workflowType.toUpperCase().replaceAll('-', '_')}_WORKFLOW_ARN`;

async function queueOf(context, givenUrl, name, access) {
  if (givenUrl === undefined) return ensureQueue(context, name, access);
  const { Attributes } = await context.sqs.getQueueAttributes({
    QueueUrl: givenUrl,
    AttributeNames: ['QueueArn'],
  });
  return { url: givenUrl, arn: Attributes.QueueArn };
}

/** The workflows as the service itself has them. */
async function fromBuild(environment) {
  const load = (file) => import(pathToFileURL(join(ROOT, 'dist', file)).href);
  const [{ workflowsOf }, { forStepFunctions }, { variables }] = await Promise.all([
    load('modules/workflows/definitions/index.js'),
    load('modules/workflows/domain/for-step-functions.js'),
    load('platform/config/variables.js'),
  ]);
  return { workflows: workflowsOf(environment), forStepFunctions, variables: variables.shape };
}
