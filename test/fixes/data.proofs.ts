import { type Behind, type FixProof, type FixWorld } from './proof.js';

const REGION = 'eu-west-1';
const arn = (service: string, accountId: string, rest: string) =>
  `arn:aws:${service}:${REGION}:${accountId}:${rest}`;
const keyArn = (accountId: string) => arn('kms', accountId, 'key/1234abcd-12ab-34cd-56ef-1234567890ab');

const SOMEBODY = { AWS: 'arn:aws:iam::444455556666:root' };
/** A policy whose second statement is for everybody; `kept`: with another that is left alone. */
const policy = (Action: string, Resource: string | undefined, kept: boolean): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      ...(kept ? [{ Sid: 'named', Effect: 'Allow', Principal: SOMEBODY, Action: [Action], Resource }] : []),
      { Effect: 'Allow', Principal: { AWS: ['*'] }, Action, Resource },
    ],
  });

/** The statement of somebody in a policy as it is now. */
const named = (text: string | undefined): unknown =>
  (JSON.parse(text ?? '{"Statement":[]}') as { Statement: { Sid?: string }[] }).Statement.filter(
    ({ Sid }) => Sid === 'named',
  );

const logGroup = (settings?: (accountId: string) => Record<string, unknown>) => async (world: FixWorld) => {
  const logs = await world.aws().logs();
  // a name that begins as its own must not be taken for it
  await logs.createLogGroup({ logGroupName: '/app/short-lived', tags: { team: 'app' } });
  await logs.createLogGroup({ logGroupName: '/app/short', tags: { team: 'app' } });
  await logs.putRetentionPolicy({ logGroupName: '/app/short', retentionInDays: 30 });
  const made = {
    arn: arn('logs', world.accountId, 'log-group:/app/short'),
    region: REGION,
    extraState: async () => (await logs.describeLogGroups({})).logGroups,
  };
  return settings === undefined ? made : { ...made, settings: settings(world.accountId) };
};

/** AmazonCloudWatchLogs/latest/APIReference: API_AssociateKmsKey, API_DisassociateKmsKey, API_DescribeLogGroups. */
const keysOfGroups = (): Behind => {
  const keys = new Map<string, string>();
  return {
    logs: {
      associateKmsKey: ({ logGroupName, kmsKeyId }: { logGroupName: string; kmsKeyId: string }) => {
        keys.set(logGroupName, kmsKeyId);
        return {};
      },
      disassociateKmsKey: ({ logGroupName }: { logGroupName: string }) => {
        keys.delete(logGroupName);
        return {};
      },
      describeLogGroups: async (input, ask) => {
        const { logGroups = [] } = (await ask(input)) as { logGroups?: { logGroupName: string }[] };
        return {
          logGroups: logGroups.map((group) => {
            const kmsKeyId = keys.get(group.logGroupName);
            return kmsKeyId === undefined ? group : { ...group, kmsKeyId };
          }),
        };
      },
    },
  };
};

const table = async ({ accountId, aws }: FixWorld) => {
  const dynamodb = await aws().dynamodb();
  await dynamodb.createTable({
    TableName: 'orders',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    Tags: [{ Key: 'team', Value: 'orders' }],
  });
  return { arn: arn('dynamodb', accountId, 'table/orders'), region: REGION };
};

const repository =
  (set: object = {}, policyText?: string, settings?: Record<string, unknown>) =>
  async ({ accountId, aws }: FixWorld) => {
    const ecr = await aws().ecr();
    const repositoryName = 'team/app';
    await ecr.createRepository({ repositoryName, ...set });
    if (policyText !== undefined) await ecr.setRepositoryPolicy({ repositoryName, policyText });
    const made = {
      ...{ arn: arn('ecr', accountId, `repository/${repositoryName}`), region: REGION },
      untouched: async () => {
        if (policyText?.includes('named') !== true) return [];
        return named((await ecr.getRepositoryPolicy({ repositoryName })).policyText);
      },
    };
    return settings === undefined ? made : { ...made, settings };
  };

const topic =
  (Attributes: Record<string, string> = {}, settings?: Record<string, unknown>) =>
  async ({ accountId, aws }: FixWorld) => {
    const sns = await aws().sns();
    await sns.createTopic({ Name: 'alarms', Attributes, Tags: [{ Key: 'team', Value: 'ops' }] });
    const TopicArn = arn('sns', accountId, 'alarms');
    const made = {
      ...{ arn: TopicArn, region: REGION },
      extraState: async () => (await sns.getTopicAttributes({ TopicArn })).Attributes,
      untouched: async () => named((await sns.getTopicAttributes({ TopicArn })).Attributes?.['Policy']),
    };
    return settings === undefined ? made : { ...made, settings };
  };

const queue =
  (Attributes: Record<string, string>) =>
  async ({ accountId, aws }: FixWorld) => {
    const sqs = await aws().sqs();
    const { QueueUrl } = await sqs.createQueue({ QueueName: 'orders', Attributes });
    return {
      ...{ arn: arn('sqs', accountId, 'orders'), region: REGION },
      extraState: async () => {
        const { Attributes: all } = await sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
        const { LastModifiedTimestamp: _, ...rest } = all ?? {};
        return rest;
      },
    };
  };

const secret =
  (kept: boolean) =>
  async ({ aws }: FixWorld) => {
    const client = await aws().secretsmanager();
    const { ARN = '' } = await client.createSecret({ Name: 'db/main', SecretString: 'x' });
    const ResourcePolicy = policy('secretsmanager:GetSecretValue', '*', kept);
    await client.putResourcePolicy({ SecretId: ARN, ResourcePolicy });
    return {
      ...{ arn: ARN, region: REGION },
      untouched: async () => named((await client.getResourcePolicy({ SecretId: ARN })).ResourcePolicy),
    };
  };

const alarm = async ({ accountId, aws }: FixWorld) => {
  const AlarmName = 'team/cpu: high';
  await (
    await aws().cloudwatch()
  ).putMetricAlarm({
    ...{ AlarmName, ActionsEnabled: false, AlarmActions: [arn('sns', accountId, 'alarms')] },
    ...{ Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Statistic: 'Average', Period: 300 },
    ...{ EvaluationPeriods: 1, Threshold: 90, ComparisonOperator: 'GreaterThanThreshold' },
  });
  return { arn: arn('cloudwatch', accountId, `alarm:${AlarmName}`), region: REGION };
};

const both = (id: string, make: (kept: boolean) => FixProof['make']): FixProof[] => [
  { fix: id, control: id, name: 'beside another statement', make: make(true) },
  { fix: id, control: id, name: 'as the only statement', make: make(false) },
];
const one = (id: string, make: FixProof['make'], name?: string): FixProof => ({
  ...{ fix: id, control: id, make },
  ...(name === undefined ? {} : { name }),
});

export const dataFixProofs: readonly FixProof[] = [
  one('cloudwatch_log_group_retention_policy_specific_days_enabled', logGroup()),
  {
    ...one(
      'cloudwatch_log_group_kms_encryption_enabled',
      logGroup((accountId) => ({ kmsKeyArns: { [REGION]: keyArn(accountId) } })),
    ),
    behind: keysOfGroups,
    lacks: 'the emulator has no AssociateKmsKey',
  },
  one('dynamodb_tables_pitr_enabled', table),
  one('dynamodb_table_deletion_protection_enabled', table),
  one('ecr_repositories_scan_images_on_push_enabled', repository()),
  one('ecr_repositories_tag_immutability', repository(), 'for all tags'),
  one(
    'ecr_repositories_tag_immutability',
    repository({}, undefined, { exceptTags: ['latest', 'dev-*'] }),
    'but for some',
  ),
  ...both('ecr_repositories_not_publicly_accessible', (kept) =>
    repository({}, policy('ecr:BatchGetImage', undefined, kept)),
  ),
  one('sns_topics_kms_encryption_at_rest_enabled', topic({}, { kmsKeyId: 'alias/topics' })),
  ...both('sns_topics_not_publicly_accessible', (kept) =>
    topic({ Policy: policy('SNS:Publish', '*', kept) }),
  ),
  one('sqs_queues_server_side_encryption_enabled', queue({ SqsManagedSseEnabled: 'false' })),
  ...both('sqs_queues_not_publicly_accessible', (kept) =>
    queue({ Policy: policy('sqs:SendMessage', '*', kept) }),
  ),
  ...both('secretsmanager_not_publicly_accessible', secret),
  one('cloudwatch_alarm_actions_enabled', alarm),
];
