/** IAM documents of what runs on Step Functions: each grants what a definition names, and nothing else. */

const policy = (Statement) => ({ Version: '2012-10-17', Statement });

/** Step Functions may take the role, for state machines of this account alone. */
export const roleTrust = ({ accountId }) =>
  policy([
    {
      Effect: 'Allow',
      Principal: { Service: 'states.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
  ]);

export const queueAccess = {
  /** Whoever writes here tells the service what to do for whom: nobody but the state machines' role may. */
  from: (queueArn, roleArn) =>
    policy([
      {
        Sid: 'StateMachinesAlone',
        Effect: 'Deny',
        Principal: '*',
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': roleArn } },
      },
    ]),
  ofRule: (queueArn, ruleArn) =>
    policy([
      {
        Sid: 'StatusChanges',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
      },
    ]),
};

/** @param {{ taskQueueArn: string, machines: { arn: string, definition: object }[], home: object, logs: boolean }} of */
export function rolePolicy({ taskQueueArn, machines, home, logs }) {
  const tasks = machines.flatMap(({ definition }) => tasksOf(definition));
  const uses = (pattern) => tasks.some(({ resource }) => pattern.test(resource));
  const named = (pattern, field) =>
    tasks.filter(({ resource }) => pattern.test(resource)).map(({ parameters }) => parameters?.[field]);
  const functions = tasks.map(({ resource }) => resource).filter((arn) => /:lambda:.*:function:/.test(arn));
  const grants = [
    uses(/:sqs:sendMessage/) && grant('QueueTasks', ['sqs:SendMessage'], [taskQueueArn]),
    functions.length > 0 && grant('CallFunctions', ['lambda:InvokeFunction'], unique(functions)),
    uses(/:lambda:invoke/) &&
      grant('InvokeFunctions', ['lambda:InvokeFunction'], fixed(named(/:lambda:invoke/, 'FunctionName'))),
    uses(/:sns:publish/) && grant('Publish', ['sns:Publish'], fixed(named(/:sns:publish/, 'TopicArn'))),
    uses(/:events:putEvents/) &&
      grant('PutEvents', ['events:PutEvents'], [at(home, 'events', 'event-bus/default')]),
    ...(uses(/:states:startExecution/) ? nested(machines, home, uses(/:states:startExecution\.sync/)) : []),
    logs && grant('WriteLogs', LOG_DELIVERY, ['*']),
    grant('Trace', X_RAY, ['*']),
  ];
  return policy(grants.filter(Boolean));
}

/** They know no resource (Service Authorization Reference: CloudWatch Logs, X-Ray). */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];
const X_RAY = [
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

const grant = (Sid, Action, Resource) => ({ Sid, Effect: 'Allow', Action, Resource });
const at = ({ partition, region, accountId }, service, name) =>
  `arn:${partition}:${service}:${region}:${accountId}:${name}`;
const unique = (values) => [...new Set(values)].sort();

/** What a definition takes from its input cannot be named here. */
function fixed(values) {
  if (values.some((value) => typeof value !== 'string')) {
    throw new Error('A definition takes a function or topic from its input: name it in the definition');
  }
  return unique(values);
}

/** `.sync` follows the other execution by a rule of Step Functions' own (developer guide, "IAM policies for nested executions"). */
function nested(machines, home, isSync) {
  const executions = machines.map(({ arn }) => arn.replace(':stateMachine:', ':execution:') + ':*');
  const rule = at(home, 'events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule');
  return [
    grant(
      'StartOthers',
      ['states:StartExecution'],
      machines.map(({ arn }) => arn),
    ),
    ...(isSync
      ? [
          grant('FollowOthers', ['states:DescribeExecution', 'states:StopExecution'], executions),
          grant('HearOfOthers', ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'], [rule]),
        ]
      : []),
  ];
}

/** All tasks of a definition, in branches and items too. */
function tasksOf(value) {
  if (Array.isArray(value)) return value.flatMap(tasksOf);
  if (value === null || typeof value !== 'object') return [];
  const { Type, Resource: resource, Parameters, Arguments } = value;
  const own = Type === 'Task' ? [{ resource, parameters: Parameters ?? Arguments }] : [];
  return [...own, ...Object.values(value).flatMap(tasksOf)];
}
