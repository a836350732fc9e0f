import { ACM } from '@aws-sdk/client-acm';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployWorkflows } from '../../scripts/lib/workflows/deployment.mjs';
import { HOME_STACKS, INSTEAD_OF_AWS, Stacks } from '../support/template-stacks.js';

/**
 * The stacks made in the emulator, in their order, and read back. What that does not prove: that AWS takes each
 * property (cfn-lint compares them with AWS's own schemas), that a role may do its work, that a task starts, that a
 * rule reaches an encrypted queue, rollbacks, and all of the types below, which moto 5.2.5 passes over in silence
 * (INSTEAD_OF_AWS stands for what it cannot say of them).
 */
const NOT_IN_MOTO = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::ElastiCache::ParameterGroup',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::SubnetGroup',
  'AWS::ElastiCache::User',
  'AWS::ElastiCache::UserGroup',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
];

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;
const REGION = 'eu-south-1';
const ACCOUNT = '123456789012';
const environment = `t${Date.now().toString(36)}`;

describeIf('the templates, made in the emulator (needs MOTO_URL)', () => {
  const before = { ...process.env };
  const options = { region: REGION, endpoint: MOTO_URL ?? '' };
  const cloudformation = new CloudFormation(options);
  const sqs = new SQS(options);
  const events = new EventBridge(options);
  const iam = new IAM(options);
  const s3 = new S3({ ...options, forcePathStyle: true });
  const cloudwatch = new CloudWatch(options);
  let stacks: Stacks;

  beforeAll(async () => {
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_ENDPOINT_URL: MOTO_URL,
    });
    const acm = new ACM(options);
    const { CertificateArn = '' } = await acm.requestCertificate({ DomainName: 'shepherd.example.com' });
    acm.destroy();
    const network = { NatGateways: 'none' };
    const service = {
      ImageUri: 'example.com/shepherd@sha256:0',
      CertificateArn,
      DomainName: 'shepherd.example.com',
    };
    stacks = new Stacks(cloudformation, environment, {
      ...network,
      ...service,
      WorkflowEngine: 'aws',
      OrganizationId: 'o-abcdefghij',
      AlarmEmail: 'platform@example.com',
      ...INSTEAD_OF_AWS,
    });
    for (const template of HOME_STACKS) {
      await stacks.make(template);
      const subnets = stacks.outputs['PrivateSubnetIds'];
      if (subnets !== undefined) stacks.outputs['LoadBalancerSubnetIds'] = subnets;
    }
  }, 120_000);

  afterAll(() => {
    for (const client of [cloudformation, sqs, events, iam, s3, cloudwatch]) client.destroy();
    process.env = before;
  });

  const output = (name: string): string => {
    const value = stacks.outputs[name];
    if (value === undefined) throw new Error(`no stack says ${name}`);
    return value;
  };
  /** moto says an address of AWS's, where the SDK would go. */
  const here = (url: string) => `${MOTO_URL ?? ''}${new URL(url).pathname}`;
  const queue = async (url: string) => {
    const { Attributes = {} } = await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: ['All'] });
    return Attributes;
  };

  it('are all there but for what the emulator does not know', () => {
    const missing = new Set(Object.values(stacks.made).flatMap((made) => made.missing));
    expect([...missing].sort()).toEqual(NOT_IN_MOTO);
  });

  it('make queues that are encrypted and have a dead-letter queue each', async () => {
    const key = output('KmsKeyArn');
    const names = ['EventsQueueUrl', 'SchedulerQueueUrl', 'TaskQueueUrl', 'StatusQueueUrl'];
    for (const name of names) {
      const { KmsMasterKeyId, RedrivePolicy = '{}', MessageRetentionPeriod } = await queue(output(name));
      expect({ name, KmsMasterKeyId, MessageRetentionPeriod }).toEqual({
        name,
        KmsMasterKeyId: key,
        MessageRetentionPeriod: '1209600',
      });
      expect(RedrivePolicy).toContain('Undelivered');
    }
  });

  it('bring events of the services that are watched into the queue, and no others', async () => {
    const [url, dlq] = [output('EventsQueueUrl'), output('EventsDlqUrl')];
    const detail = (of: object) => JSON.stringify(of);
    await events.putEvents({
      Entries: [
        {
          Source: 'aws.s3',
          DetailType: 'AWS API Call via CloudTrail',
          Detail: detail({ eventSource: 's3.amazonaws.com', eventName: 'CreateBucket' }),
        },
        {
          Source: 'aws.ec2',
          DetailType: 'EC2 Instance State-change Notification',
          Detail: detail({ state: 'running' }),
        },
        { Source: 'aws.s3', DetailType: 'Object Created', Detail: detail({ not: 'wanted' }) },
        {
          Source: 'aws.athena',
          DetailType: 'AWS API Call via CloudTrail',
          Detail: detail({ eventSource: 'athena.amazonaws.com' }),
        },
      ],
    });
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
    });
    const told = Messages.map(
      ({ Body = '' }) => (JSON.parse(Body) as { 'detail-type': string })['detail-type'],
    );
    expect(told.sort()).toEqual(['AWS API Call via CloudTrail', 'EC2 Instance State-change Notification']);
    expect((await queue(dlq))['ApproximateNumberOfMessages']).toBe('0');
  });

  it('bring what other accounts have put on the bus into the same queue', async () => {
    const EventBusName = output('AccountEventsBusArn');
    await events.putEvents({
      Entries: [
        {
          EventBusName,
          Source: 'aws.iam',
          DetailType: 'AWS API Call via CloudTrail',
          Detail: '{"of":"another"}',
        },
        { EventBusName, Source: 'my.app', DetailType: 'made up', Detail: '{}' },
      ],
    });
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl: output('EventsQueueUrl'),
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
    });
    expect(Messages.map(({ Body = '' }) => (JSON.parse(Body) as { source: string }).source)).toEqual([
      'aws.iam',
    ]);
  });

  it('make what npm run deploy:workflows would make, so that it only adds the state machines', async () => {
    const reports: [string, string][] = [];
    await deployWorkflows({
      region: REGION,
      environment,
      roleArn: output('StepFunctionsRoleArn'),
      taskQueueUrl: here(output('TaskQueueUrl')),
      statusQueueUrl: here(output('StatusQueueUrl')),
      logGroup: output('ExecutionsLogGroup'),
      dryRun: true,
      report: (kind, what) => reports.push([kind, what]),
    });
    const others = reports.filter(([, what]) => !what.startsWith('state machine'));
    expect(others).toEqual([['unchanged', 'rule ComplianceShepherdStatus']]);
  });

  // moto looks at the encryption alone; checkov looks at the rest of the bucket
  it('make a bucket that is encrypted with the key', async () => {
    const Bucket = output('ReportsBucket');
    const { ServerSideEncryptionConfiguration: encryption } = await s3.getBucketEncryption({ Bucket });
    expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault).toMatchObject({
      SSEAlgorithm: 'aws:kms',
      KMSMasterKeyID: output('ReportsKmsKeyArn'),
    });
  });

  it('make roles that ECS alone may take, with what their template grants', async () => {
    const RoleName = `compliance-shepherd-${environment}-worker`;
    const { Role } = await iam.getRole({ RoleName });
    const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')) as object;
    expect(trust).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
        },
      ],
    });
    const { PolicyDocument = '' } = await iam.getRolePolicy({ RoleName, PolicyName: 'service' });
    const policy = decodeURIComponent(PolicyDocument);
    expect(policy).toContain(output('EventsQueueArn'));
    expect(policy).toContain(`:role/QrieInventoryRole`);
    expect(policy).toContain(`ComplianceShepherdTasks-${environment}`);
    expect(policy).not.toContain('${');
  });

  it('make the dashboard of specs/3, with every name filled in', async () => {
    const DashboardName = `PatchingAutomation-${environment}`;
    const { DashboardBody = '' } = await cloudwatch.getDashboard({ DashboardName });
    const { widgets } = JSON.parse(DashboardBody) as { widgets: object[] };
    expect(widgets.length).toBeGreaterThan(10);
    expect(DashboardBody).not.toContain('${');
    expect(DashboardBody).toContain(`"${output('EventsQueueName')}"`);
    expect(output('DashboardUrl')).toContain(`#dashboards:name=${DashboardName}`);
  });
});

describeIf('the templates of member accounts, made in the emulator (needs MOTO_URL)', () => {
  // not the region of the others: moto would look for the bus of these rules whenever an event comes there
  const options = { region: 'eu-south-2', endpoint: MOTO_URL ?? '' };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const cloudformation = new CloudFormation({ ...options, credentials });
  const iam = new IAM({ ...options, credentials });
  const events = new EventBridge({ ...options, credentials });
  const bus = `arn:aws:events:${REGION}:111111111111:event-bus/compliance-shepherd-dev-accounts`;
  const member = (name: string, more: Record<string, string>) =>
    new Stacks(cloudformation, `${environment}-${name}`, {
      HomeAccountId: '111111111111',
      ExternalId: 'a-long-random-word',
      InventoryRoleName: `Read-${environment}-${name}`,
      RemediationRoleName: `Change-${environment}-${name}`,
      AccountEventsBusArn: bus,
      ...more,
    });

  afterAll(() => {
    for (const client of [cloudformation, iam, events]) client.destroy();
  });

  it('make a role that reads, and none that changes anything', async () => {
    const { outputs } = await member('reads', {}).make('member');
    expect(Object.keys(outputs)).toEqual(['InventoryRoleArn']);
    const { Role } = await iam.getRole({ RoleName: `Read-${environment}-reads` });
    expect(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''))).toMatchObject({
      Statement: [
        {
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Condition: {
            StringEquals: { 'sts:ExternalId': 'a-long-random-word' },
            ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111111111111:role/compliance-shepherd-*' },
          },
        },
      ],
    });
    await expect(iam.getRole({ RoleName: `Change-${environment}-reads` })).rejects.toThrow(/not found/i);
  });

  it('make a role that changes things where that is allowed', async () => {
    const { outputs } = await member('changes', { AllowRemediation: 'true' }).make('member');
    expect(Object.keys(outputs).sort()).toEqual(['InventoryRoleArn', 'RemediationRoleArn']);
    const { PolicyDocument = '' } = await iam.getRolePolicy({
      RoleName: `Change-${environment}-changes`,
      PolicyName: 'change-and-restore',
    });
    expect(decodeURIComponent(PolicyDocument)).toContain(`:role/Change-${environment}-changes`);
  });

  it('forward events to the bus of the home account, by a role', async () => {
    const { ids } = await member('forwards', {}).make('forwarding');
    for (const rule of ['TrailRule', 'ServiceEventsRule']) {
      const Rule = (ids[rule] ?? '').split('/').at(-1) ?? '';
      const { Targets = [] } = await events.listTargetsByRule({ Rule });
      expect(Targets).toMatchObject([{ Arn: bus, RoleArn: expect.stringContaining(':role/') }]);
    }
  });
});
