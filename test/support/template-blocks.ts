import { readFileSync } from 'node:fs';
import { ruleTables } from '../../src/modules/events/domain/rules/index.js';
import { forStepFunctions } from '../../src/modules/workflows/domain/for-step-functions.js';
import { workflows } from '../../src/modules/workflows/definitions/index.js';
import { queueAccess, rolePolicy, roleTrust } from '../../scripts/lib/workflows/policies.mjs';
import type { Block, Value } from './template-yaml.js';

/**
 * What stands in templates and is known elsewhere: permissions (deploy/iam), sources of events (the rules' tables),
 * what Step Functions needs (the definitions). Each is written between `# <generated NAME>` and `# </generated NAME>`.
 */

const IAM = new URL('../../deploy/iam/', import.meta.url);

interface Statement {
  Sid: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string | string[];
  Condition?: Block;
}

export const statementsIn = (file: string): Statement[] =>
  (JSON.parse(readFileSync(new URL(file, IAM), 'utf8')) as { Statement: Statement[] }).Statement;

const ref = (name: string): Value => ({ Ref: name });
const at = (resource: string): Value => ({ 'Fn::GetAtt': [resource, 'Arn'] });
const sub = (text: string): Value => ({ 'Fn::Sub': text });
const when = (condition: string, value: Value): Value => ({
  'Fn::If': [condition, value, ref('AWS::NoValue')],
});
const document = (Statement: Value[]): Block => ({ Version: '2012-10-17', Statement });

/** A resource of the files as it is in any partition. */
function anywhere(resource: string): Value {
  const arn = resource.replace(/^arn:aws:/, 'arn:${AWS::Partition}:');
  return arn.includes('${') ? sub(arn) : arn;
}

type Narrower = Value[] | { only: string; to?: Value[] };

/** The statements of a file, each on what `narrow` says for its Sid, or else on what the file says. */
function narrowed(
  file: string,
  narrow: Readonly<Record<string, Narrower>>,
  leave: readonly string[] = [],
): Value[] {
  const statements = statementsIn(file);
  const unknown = [...Object.keys(narrow), ...leave].filter(
    (sid) => !statements.some(({ Sid }) => Sid === sid),
  );
  if (unknown.length > 0) throw new Error(`${file} has no ${unknown.join(', ')} any more`);
  return statements
    .filter(({ Sid }) => !leave.includes(Sid))
    .map(({ Resource, ...statement }) => {
      const given = narrow[statement.Sid];
      const to = Array.isArray(given) ? given : given?.to;
      const own = [Resource].flat().map(anywhere);
      const whole: Value = { ...statement, Resource: to ?? (own.length === 1 ? (own[0] ?? '*') : own) };
      return given === undefined || Array.isArray(given) ? whole : when(given.only, whole);
    });
}

// --- the service's own roles

const queue = (name: string): Value => ref(`${name}Arn`);
/** Of messages.yaml, where there are any: they are named by us. */
const ofStepFunctions = (name: string): Value =>
  when(
    'OnStepFunctions',
    sub(`arn:\${AWS::Partition}:sqs:\${AWS::Region}:\${AWS::AccountId}:${name}-\${Environment}`),
  );
const stepFunctionsQueues = ['ComplianceShepherdTasks', 'ComplianceShepherdStatus'].map(ofStepFunctions);
const eventQueues = [queue('EventsQueue'), queue('EventsDlq')];
const ofThisAccount = (service: string, rest: string): Value =>
  sub(`arn:\${AWS::Partition}:${service}:*:\${AWS::AccountId}:${rest}`);

const SERVICE: Readonly<Record<string, Narrower>> = {
  EnterScannedAccounts: [
    sub('arn:${AWS::Partition}:iam::*:role/${InventoryRoleName}'),
    sub('arn:${AWS::Partition}:iam::*:role/${RemediationRoleName}'),
  ],
  StartTargetsOfSchedules: [ofThisAccount('lambda', 'function:*'), ofThisAccount('sns', '*')],
  KeepSchedules: [
    ofThisAccount('scheduler', 'schedule-group/shepherd-*'),
    ofThisAccount('scheduler', 'schedule/shepherd-*/*'),
  ],
  LetSchedulesWriteToTheQueue: [ref('SchedulerRoleArn')],
  StartTasksOfWorkflows: [ofThisAccount('events', 'event-bus/*')],
  RunWorkflows: [ofThisAccount('states', 'stateMachine:*')],
  FollowWorkflows: [ofThisAccount('states', 'execution:*:*')],
  AnswerTasksOfWorkflows: [ofThisAccount('states', 'stateMachine:*')],
  TakeMessages: [...eventQueues, queue('SchedulerQueue'), ...stepFunctionsQueues],
  KnowTheQueues: [...eventQueues, queue('SchedulerQueue')],
  KeepMessagesInHand: [...eventQueues, ...stepFunctionsQueues.slice(0, 1)],
  MoveMessagesThatAreNoEvents: eventQueues,
};
/** Done by workers alone. */
const NOT_OF_THE_API = [
  'StartTargetsOfSchedules',
  'StartTasksOfWorkflows',
  'KeepMessagesInHand',
  'ReadFilesOfCloudTrail',
];

const MESSAGES: Readonly<Record<string, Narrower>> = {
  SendMail: [sub('arn:${AWS::Partition}:ses:*:${AWS::AccountId}:identity/*')],
  KeepSecrets: [ref('KmsKeyArn'), ref('SecretsKmsKeyArn')],
  SignPacks: { only: 'SignsByKms', to: [ref('PackSigningKmsKeyArn')] },
  KeepReports: [sub('arn:${AWS::Partition}:s3:::${ReportsBucket}/*')],
  FindReports: [sub('arn:${AWS::Partition}:s3:::${ReportsBucket}')],
  WordRecommendations: {
    only: 'HasModel',
    to: [
      sub('arn:${AWS::Partition}:bedrock:*::foundation-model/*'),
      sub('arn:${AWS::Partition}:bedrock:*:${AWS::AccountId}:inference-profile/*'),
    ],
  },
};

const policies = (service: Value[], messages: Value[]): Value => [
  { PolicyName: 'service', PolicyDocument: document(service) },
  { PolicyName: 'messages-and-reports', PolicyDocument: document(messages) },
];
const workerPolicies = () =>
  policies(narrowed('service-policy.json', SERVICE), narrowed('messages-and-reports-policy.json', MESSAGES));
function apiPolicies(): Value {
  const service = Object.fromEntries(
    Object.entries(SERVICE).filter(([sid]) => !NOT_OF_THE_API.includes(sid)),
  );
  const { WordRecommendations: _, ...messages } = MESSAGES;
  return policies(
    narrowed('service-policy.json', service, NOT_OF_THE_API),
    narrowed('messages-and-reports-policy.json', messages, ['WordRecommendations']),
  );
}

// --- roles in the accounts

const scanner = (): Value => [
  { PolicyName: 'read', PolicyDocument: document(narrowed('scanner-policy.json', {})) },
];
const remediation = (): Value => [
  {
    PolicyName: 'change-and-restore',
    PolicyDocument: document(
      narrowed('remediation-policy.json', {
        HandOverRoles: [sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/*')],
        LetServicesHaveTheirRoles: [
          sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/*'),
        ],
        AskWhatIsAllowed: [sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${RemediationRoleName}')],
      }),
    ),
  },
];
const patching = (): Block => ({ PolicyDocument: document(narrowed('patching-policy.json', {})) });
const securityHubExport = (): Block => ({
  PolicyDocument: document(
    narrowed('securityhub-export-policy.json', {
      SendFindings: [
        sub('arn:${AWS::Partition}:securityhub:*:${AWS::AccountId}:product/${AWS::AccountId}/default'),
      ],
    }),
  ),
});

// --- events

const OF_TRAIL = ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'];
const fromAws: Value = [{ prefix: 'aws.' }];
const isOfService = (source: string): boolean => source.startsWith('aws.');
const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** Whom CloudTrail's records come from. */
const callSources = (): string[] =>
  unique(ruleTables.map(({ source }) => source).filter((source) => !isOfService(source)));

/**
 * What services tell by themselves, as far as it says that something changed; all of a service that tells nothing of
 * that kind (findings, mostly: event rules may want them), but for what is done to objects in buckets.
 */
export function serviceEvents(): { source: string; name: string }[] {
  return ruleTables
    .filter(({ source }) => isOfService(source) && source !== 'aws.s3')
    .flatMap(({ source, rules }) => {
      const all = Object.entries(rules);
      const changing = all.filter(([, rule]) => rule.nothing === undefined);
      return (changing.length > 0 ? changing : all).map(([name]) => ({ source, name }));
    });
}

const patternOf = (all: Block, tracked: Block): Block => ({
  EventPattern: { 'Fn::If': ['TakesAllEvents', all, tracked] },
});
const calls = (): Block =>
  patternOf(
    { source: fromAws, 'detail-type': [{ suffix: ' via CloudTrail' }] },
    { source: fromAws, 'detail-type': OF_TRAIL, detail: { eventSource: callSources() } },
  );
const ofServices = (): Block =>
  patternOf(
    { source: fromAws, 'detail-type': [{ 'anything-but': { suffix: ' via CloudTrail' } }] },
    {
      source: unique(serviceEvents().map(({ source }) => source)),
      'detail-type': unique(serviceEvents().map(({ name }) => name)),
    },
  );

// --- Step Functions

const HOME = { partition: '${AWS::Partition}', region: '${AWS::Region}', accountId: '${AWS::AccountId}' };
const machineArn = (name: string): string =>
  `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:${name}`;
const machines = () =>
  workflows
    .map(({ stateMachineName, program }) => ({
      arn: machineArn(stateMachineName.replace('{ENVIRONMENT}', '${Environment}')),
      definition: forStepFunctions(program, { TaskQueueUrl: 'the queue' }),
    }))
    .sort((a, b) => (a.arn < b.arn ? -1 : 1));

/** What scripts/lib/workflows says, with placeholders where it has names. */
const filled = (value: Value): Value => {
  if (typeof value === 'string') return value.includes('${') ? sub(value) : value;
  if (Array.isArray(value)) return value.map(filled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)]));
};
const TASKS = 'TASKS-QUEUE';
const standing = (value: unknown): Value => {
  const text = JSON.stringify(value).replaceAll(`"${TASKS}"`, JSON.stringify(at('TasksQueue')));
  return filled(JSON.parse(text) as Value);
};

function stepFunctionsRole(): Block {
  const policy = rolePolicy({ taskQueueArn: TASKS, machines: machines(), home: HOME, logs: true });
  const trust = roleTrust({ accountId: 'HERE' });
  return {
    AssumeRolePolicyDocument: JSON.parse(
      JSON.stringify(trust).replace('"HERE"', JSON.stringify(ref('AWS::AccountId'))),
    ) as Value,
    Policies: [
      { PolicyName: 'workflows', PolicyDocument: standing(policy) },
      {
        PolicyName: 'encryption',
        PolicyDocument: document([
          {
            Sid: 'EncryptTasks',
            Effect: 'Allow',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
            Resource: ref('KmsKeyArn'),
          },
        ]),
      },
    ],
  };
}
const statementsOf = (of: { Statement: unknown[] }): Value => of.Statement as Value[];
const statusRuleArn = at('StatusRule');

/** Each block by the name that stands in the templates. */
export const blocks: Readonly<Record<string, () => Value>> = {
  'api-policies': apiPolicies,
  'worker-policies': workerPolicies,
  scanner,
  remediation,
  patching,
  'security-hub-export': securityHubExport,
  calls,
  'service-events': ofServices,
  'step-functions-role': stepFunctionsRole,
  'tasks-queue': () => statementsOf(queueAccess.from(at('TasksQueue'), at('StepFunctionsRole'))),
  'status-queue': () => statementsOf(queueAccess.ofRule(at('StatusQueue'), statusRuleArn)),
  'status-rule': () => ({
    EventPattern: {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: machines().map(({ arn }) => sub(arn)) },
    },
  }),
};
