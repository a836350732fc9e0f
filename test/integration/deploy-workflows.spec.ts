import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EventBridge } from '@aws-sdk/client-eventbridge';
import { IAM } from '@aws-sdk/client-iam';
import { SFN } from '@aws-sdk/client-sfn';
import { SQS } from '@aws-sdk/client-sqs';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { workflows } from '../../src/modules/workflows/definitions/index.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;
const ROOT = new URL('../../', import.meta.url).pathname;
const REGION = 'eu-north-1';
const ROLE = 'ComplianceShepherdStepFunctions';

jest.setTimeout(120_000);

const policy = z.object({
  Statement: z.array(
    z.object({ Sid: z.string(), Action: z.array(z.string()), Resource: z.array(z.string()) }),
  ),
});

/** The emulator asks for no permission, so that whether the policies suffice is not seen here: what they grant is. */
describeIf('npm run deploy:workflows (needs MOTO_URL)', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shepherd-deploy-'));
  let env: NodeJS.ProcessEnv;
  let accountId = '';
  let clients: { sfn: SFN; iam: IAM; sqs: SQS; eventbridge: EventBridge };

  beforeAll(async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    accountId = String(5e11 + Math.floor(Math.random() * 1e11)); // an account of the emulator that nobody else has
    const sts = new STS({ endpoint: MOTO_URL ?? '', region: REGION, credentials });
    const RoleArn = `arn:aws:iam::${accountId}:role/Deployer`;
    const { Credentials: given } = await sts.assumeRole({ RoleArn, RoleSessionName: 'deploy' });
    sts.destroy();
    const own = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    const at = { endpoint: MOTO_URL ?? '', region: REGION, credentials: own };
    clients = { sfn: new SFN(at), iam: new IAM(at), sqs: new SQS(at), eventbridge: new EventBridge(at) };
    env = {
      ...{
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        AWS_ENDPOINT_URL: MOTO_URL,
        AWS_REGION: REGION,
      },
      ...{ AWS_ACCESS_KEY_ID: own.accessKeyId, AWS_SECRET_ACCESS_KEY: own.secretAccessKey },
      ...{ AWS_SESSION_TOKEN: own.sessionToken, DATA_DIR: dataDir },
    };
  });
  afterAll(() => {
    for (const client of Object.values(clients)) client.destroy();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const deploy = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['scripts/deploy-workflows.mjs', ...args],
      {
        cwd: ROOT,
        env,
      },
    );
    return { stdout, last: stdout.trim().split('\n').at(-1) };
  };
  const rolePolicy = async () => {
    const { PolicyDocument = '' } = await clients.iam.getRolePolicy({
      RoleName: ROLE,
      PolicyName: 'workflows',
    });
    return policy.parse(JSON.parse(decodeURIComponent(PolicyDocument))).Statement;
  };

  it('only says what it would do, when asked to', async () => {
    const { stdout, last } = await deploy('--dry-run');
    expect(last).toBe(`would be: ${workflows.length + 6} created, 0 changed`);
    expect(stdout).toContain('would create state machine ComplianceScanWorkflow');
    await expect(clients.iam.getRole({ RoleName: ROLE })).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    expect((await clients.sfn.listStateMachines({})).stateMachines).toEqual([]);
    expect(existsSync(join(dataDir, 'deploy-workflows.json'))).toBe(false);
  });

  it('makes what is needed, saves it, and prints what is to be set', async () => {
    const { stdout, last } = await deploy();
    expect(last).toBe(`${workflows.length + 6} created, 0 changed`);
    const saved = z
      .object({ accountId: z.string(), variables: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(join(dataDir, 'deploy-workflows.json'), 'utf8')));
    expect(saved.accountId).toBe(accountId);
    for (const [name, value] of Object.entries(saved.variables))
      expect(stdout).toContain(`${name}=${value}\n`);

    const stateMachineArn = saved.variables['COMPLIANCE_SCAN_WORKFLOW_ARN'] ?? '';
    const machine = await clients.sfn.describeStateMachine({ stateMachineArn });
    expect(machine).toMatchObject({
      roleArn: saved.variables['STEP_FUNCTIONS_ROLE_ARN'],
      loggingConfiguration: { level: 'ALL', includeExecutionData: false },
      tracingConfiguration: { enabled: true },
    });
    expect(machine.definition).toContain(saved.variables['TASK_QUEUE_URL']);
    expect(machine.definition).not.toContain('${');
    const { tags } = await clients.sfn.listTagsForResource({ resourceArn: stateMachineArn });
    expect(tags).toEqual(expect.arrayContaining([{ key: 'compliance-shepherd', value: 'dev' }]));

    const { Attributes } = await clients.sqs.getQueueAttributes({
      QueueUrl: saved.variables['TASK_QUEUE_URL'],
      AttributeNames: ['All'],
    });
    expect(Attributes?.RedrivePolicy).toContain('ComplianceShepherdTasksUndelivered');
    expect(JSON.parse(Attributes?.Policy ?? '')).toMatchObject({
      Statement: [
        {
          ...{ Effect: 'Deny', Action: 'sqs:SendMessage' },
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': saved.variables['STEP_FUNCTIONS_ROLE_ARN'] } },
        },
      ],
    });
    const rule = await clients.eventbridge.describeRule({ Name: 'ComplianceShepherdStatus' });
    expect(JSON.parse(rule.EventPattern ?? '')).toMatchObject({ source: ['aws.states'] });
    expect(rule.EventPattern).toContain(stateMachineArn);
  });

  it('grants the role what the definitions name, and anything on nothing but logs and traces', async () => {
    const statements = await rolePolicy();
    expect(statements.map(({ Sid }) => Sid)).toEqual(['QueueTasks', 'WriteLogs', 'Trace']);
    expect(statements.filter(({ Resource }) => Resource.includes('*')).map(({ Sid }) => Sid)).toEqual([
      'WriteLogs',
      'Trace',
    ]);
    expect(statements[0]).toMatchObject({
      Action: ['sqs:SendMessage'],
      Resource: [`arn:aws:sqs:${REGION}:${accountId}:ComplianceShepherdTasks`],
    });
  });

  it('changes nothing the second time', async () => {
    expect((await deploy()).last).toBe('nothing changed');
  });

  it('puts right what is not, and that alone', async () => {
    const stateMachineArn = `arn:aws:states:${REGION}:${accountId}:stateMachine:ContinuousMonitoringWorkflow`;
    const definition = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}';
    await clients.sfn.updateStateMachine({ stateMachineArn, definition });
    await clients.iam.putRolePolicy({
      RoleName: ROLE,
      PolicyName: 'workflows',
      PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    });
    const { stdout, last } = await deploy();
    expect(last).toBe('0 created, 2 changed');
    expect(stdout).toContain('changed state machine ContinuousMonitoringWorkflow: definition');
    expect(stdout).toContain(`changed role ${ROLE}: policy`);
    expect((await rolePolicy()).map(({ Sid }) => Sid)).toContain('QueueTasks');
    expect((await deploy()).last).toBe('nothing changed');
  });
});
