import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { EC2 } from '@aws-sdk/client-ec2';
import { ECR } from '@aws-sdk/client-ecr';
import { IAM } from '@aws-sdk/client-iam';
import { S3 } from '@aws-sdk/client-s3';
import { SFN } from '@aws-sdk/client-sfn';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { readTemplate, TEMPLATES } from '../../scripts/lib/deploy/template.mjs';
import { emulatedTemplates, fakeEngine } from '../support/deploy-templates.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;
const ROOT = new URL('../../', import.meta.url).pathname;
const REGION = 'eu-north-1';
const ENVIRONMENT = 'spec';
const STACKS = ['-keys', '-network', '-data', '-messages', '-roles', '', '-watch'];

jest.setTimeout(240_000);

const line = z.object({ command: z.string(), args: z.array(z.string()), input: z.string() });

/**
 * Against the emulator, in an account that nobody else has. It makes stacks at once, so that there are no events to
 * follow, no roll back and no waiting; a resource that fails fails the call (deploy-stacks.spec.ts has those by
 * answers in AWS's documented shape). It has no registry behind ECR, runs no tasks, and asks for no permission.
 */
describeIf('npm run deploy (needs MOTO_URL)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shepherd-deploy-'));
  const engineLog = join(folder, 'engine.jsonl');
  const accountId = String(5e11 + Math.floor(Math.random() * 1e11));
  const templates = emulatedTemplates();
  let env: NodeJS.ProcessEnv;
  let cloudformation: CloudFormation;
  let clients: { ec2: EC2; ecr: ECR; iam: IAM; s3: S3; sfn: SFN };

  beforeAll(async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const sts = new STS({ endpoint: MOTO_URL ?? '', region: REGION, credentials });
    const RoleArn = `arn:aws:iam::${accountId}:role/Deployer`;
    const { Credentials: given } = await sts.assumeRole({ RoleArn, RoleSessionName: 'deploy' });
    sts.destroy();
    const own = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    const at = { endpoint: MOTO_URL ?? '', region: REGION, credentials: own, forcePathStyle: true };
    cloudformation = new CloudFormation(at);
    clients = { ec2: new EC2(at), ecr: new ECR(at), iam: new IAM(at), s3: new S3(at), sfn: new SFN(at) };
    fakeEngine(folder, engineLog);
    env = {
      ...{ PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: process.env['HOME'], DATA_DIR: folder },
      ...{ AWS_ENDPOINT_URL: MOTO_URL, AWS_REGION: REGION, AWS_ACCOUNT_ID: accountId },
      ...{ AWS_ACCESS_KEY_ID: own.accessKeyId, AWS_SECRET_ACCESS_KEY: own.secretAccessKey },
      ...{ AWS_SESSION_TOKEN: own.sessionToken, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    };
    parameters({
      CertificateArn: 'arn:aws:acm:eu-north-1:111111111111:certificate/1',
      DomainName: 'x.example.com',
    });
  });
  afterAll(() => {
    for (const client of [cloudformation, ...Object.values(clients)]) client.destroy();
    for (const one of [folder, templates]) rmSync(one, { recursive: true, force: true });
  });

  const file = join(folder, 'parameters.json');
  const parameters = (values: Record<string, string>) => writeFileSync(file, JSON.stringify(values));

  /** @returns what it printed, without colours, and how it ended */
  const deploy = (args: string[], more: NodeJS.ProcessEnv = {}) =>
    new Promise<{ code: number; text: string; last: string | undefined }>((done) => {
      const all = ['scripts/deploy.mjs', '--environment', ENVIRONMENT, '--templates', templates, ...args];
      const child = execFile(
        process.execPath,
        all,
        { cwd: ROOT, env: { ...env, ...more } },
        (_, stdout, stderr) => {
          done({
            code: child.exitCode ?? -1,
            text: stdout + stderr,
            last: stdout.trim().split('\n').at(-1)?.trim(),
          });
        },
      );
    });
  const stackNames = async () => {
    const { Stacks = [] } = await cloudformation.describeStacks({});
    return Stacks.map(({ StackName = '' }) => StackName).sort();
  };
  const parameterOf = async (StackName: string, name: string) => {
    const { Stacks = [] } = await cloudformation.describeStacks({ StackName });
    return Stacks[0]?.Parameters?.find(({ ParameterKey }) => ParameterKey === name)?.ParameterValue;
  };
  const ecsRoles = async () => {
    const PathPrefix = '/aws-service-role/ecs.amazonaws.com/';
    return (await clients.iam.listRoles({ PathPrefix })).Roles?.length;
  };
  const engineCalls = () =>
    existsSync(engineLog)
      ? readFileSync(engineLog, 'utf8')
          .trim()
          .split('\n')
          .map((text) => line.parse(JSON.parse(text)))
      : [];

  it('refuses what cannot end well, before it makes anything', async () => {
    const refused = async (args: string[], more: NodeJS.ProcessEnv, words: string | RegExp) => {
      const { code, text } = await deploy(args, more);
      expect(text).toMatch(words);
      expect(code).toBe(78);
    };
    await refused([], {}, /no value: CertificateArn, DomainName \(service\.yaml\)/);
    await refused(
      ['--parameters', file],
      { AWS_ACCOUNT_ID: '111111111111' },
      /AWS_ACCOUNT_ID is 111111111111/,
    );
    await refused(['--parameters', file], { AWS_REGION: '' }, /Say in which region/);
    await refused(['--parameters', 'nowhere.json'], {}, /There is no file nowhere\.json/);
    await refused(['--parametres', file], {}, /Unknown option/);
    for (const name of ['prod-', 'prod--eu', 'p'.repeat(30)])
      await refused(['--environment', name], {}, /at most 29 characters/);
    const misspelt = join(folder, 'misspelt.json');
    writeFileSync(misspelt, JSON.stringify({ certificateArn: 'x', Domain: 'y' }));
    const closed = join(folder, 'closed.json');
    writeFileSync(closed, JSON.stringify({ NatGateways: 'none', Endpoints: 'gateway' }));
    await refused(['--parameters', closed], {}, /give Endpoints home too/);
    await refused(['--parameters', misspelt], {}, /certificateArn \(meant: CertificateArn\?\), Domain/);
    expect(await stackNames()).toEqual([]);
  });

  it('makes nothing when it is only to say what it would do', async () => {
    for (const mode of ['--dry-run', '--plan']) {
      const { code, text, last } = await deploy([mode, '--parameters', file, '--detailed-exitcode']);
      expect(text).toContain('would create the ECR repository compliance-shepherd');
      for (const part of STACKS)
        expect(text).toContain(`would create the stack compliance-shepherd-${ENVIRONMENT}${part}:`);
      expect(text).toMatch(/\+ EventsQueue {2}AWS::SQS::Queue/);
      expect(text).toContain('would create the service-linked role AWSServiceRoleForECS');
      expect([code, last]).toEqual([2, 'would be: 9 created, 0 changed']);
    }
    expect(await ecsRoles()).toBe(0);
    expect(await stackNames()).toEqual([]);
    expect((await clients.ecr.describeRepositories({})).repositories).toEqual([]);
    expect(engineCalls()).toEqual([]);
  });

  it('makes all of it from nothing, and says what a person does next', async () => {
    const { code, text, last } = await deploy(['--parameters', file]);
    expect([code, last]).toEqual([0, '9 created, 0 changed']);
    expect(await ecsRoles()).toBe(1);
    expect(await stackNames()).toEqual(
      STACKS.map((part) => `compliance-shepherd-${ENVIRONMENT}${part}`).sort(),
    );
    expect(text).toContain('Address   https://x.example.com');
    expect(text).toContain('--secret-id arn:aws:secretsmanager:eu-north-1:111111111111:secret:key');
    expect(text).toContain('CNAME x.example.com -> internal-shepherd-1.eu-north-1.elb.amazonaws.com');
    expect(text).toContain(`"HomeAccountId": "${accountId}"`);
    expect(existsSync(join(folder, `deploy-${ENVIRONMENT}.json`))).toBe(true);

    // the image: built for this machine, pushed, and named by its digest, which nobody can move
    const image = (await parameterOf(`compliance-shepherd-${ENVIRONMENT}`, 'ImageUri')) ?? '';
    expect(image).toMatch(
      new RegExp(
        `^${accountId}\\.dkr\\.ecr\\.${REGION}\\.amazonaws\\.com/compliance-shepherd@sha256:[0-9a-f]{64}$`,
      ),
    );
    const calls = engineCalls();
    expect(calls.map(({ command }) => command)).toEqual(['info', 'login', 'build', 'push']);
    const password = calls[1]?.input ?? '';
    expect(password).not.toBe('');
    expect(calls.flatMap(({ args }) => args)).not.toContain(password);
    // what one stack says, the next is given
    const network = await cloudformation.describeStacks({
      StackName: `compliance-shepherd-${ENVIRONMENT}-network`,
    });
    const outputs = network.Stacks?.[0]?.Outputs ?? [];
    const vpcId = outputs.find(({ OutputKey }) => OutputKey === 'VpcId')?.OutputValue;
    expect(await parameterOf(`compliance-shepherd-${ENVIRONMENT}-data`, 'VpcId')).toBe(vpcId);
  });

  it('changes nothing the second time, with the file of parameters or without it', async () => {
    const before = engineCalls().length;
    for (const args of [['--parameters', file], [], ['--plan', '--detailed-exitcode']]) {
      const { code, last } = await deploy(args);
      expect([code, last]).toEqual([0, 'nothing changed']);
    }
    expect(engineCalls()).toHaveLength(before); // and builds nothing: ECR has the image of these sources
  });

  it('shows what would change, and changes that alone', async () => {
    parameters({ DesiredApi: '3' });
    const planned = await deploy(['--plan', '--parameters', file, '--detailed-exitcode']);
    expect([planned.code, planned.last]).toEqual([2, 'would be: 0 created, 1 changed']);
    expect(planned.text).toContain(`would change the stack compliance-shepherd-${ENVIRONMENT}:`);
    expect(
      (await cloudformation.listChangeSets({ StackName: `compliance-shepherd-${ENVIRONMENT}` })).Summaries ??
        [],
    ).toEqual([]);
    expect(await parameterOf(`compliance-shepherd-${ENVIRONMENT}`, 'DesiredApi')).toBe('2');
    expect((await deploy(['--parameters', file])).last).toBe('0 created, 1 changed');
  });

  it('stays in a network that was given, also where a later run does not say so', async () => {
    const own = join(folder, 'own-network.json');
    const { Subnets = [] } = await clients.ec2.describeSubnets({});
    const [VpcId = '', ids] = [Subnets[0]?.VpcId, Subnets.map(({ SubnetId = '' }) => SubnetId)];
    const given = {
      ...{ CertificateArn: 'arn:aws:acm:eu-north-1:111111111111:certificate/1', DomainName: 'y.example.com' },
      ...{ VpcId, PrivateSubnetIds: ids.join(','), PublicSubnetIds: ids[0] ?? '' },
      LoadBalancerScheme: 'internet-facing',
    };
    writeFileSync(own, JSON.stringify(given));
    const inOwn = ['--environment', 'own']; // the last one counts
    const first = await deploy([...inOwn, '--parameters', own]);
    expect([first.code, first.last]).toEqual([0, '6 created, 0 changed']);
    expect(await stackNames()).not.toContain('compliance-shepherd-own-network');
    expect(await parameterOf('compliance-shepherd-own', 'LoadBalancerSubnetIds')).toBe(ids[0]);
    const again = await deploy([...inOwn, '--plan', '--detailed-exitcode']);
    expect([again.code, again.last]).toEqual([0, 'nothing changed']);

    writeFileSync(own, JSON.stringify({ LoadBalancerScheme: 'internal' }));
    await deploy([...inOwn, '--parameters', own]);
    expect(await parameterOf('compliance-shepherd-own', 'LoadBalancerSubnetIds')).toBe(ids.join(','));
    writeFileSync(own, JSON.stringify({ LoadBalancerScheme: 'internet-facing' }));
    const opened = await deploy([...inOwn, '--parameters', own]);
    expect(opened.text).toContain('give PublicSubnetIds');
    expect(opened.code).toBe(78);
  });

  it('says which stack CloudFormation refuses, and why', async () => {
    writeFileSync(
      join(templates, 'watch.yaml'),
      'Parameters:\n  Environment: { Type: String }\nResources:\n  Bad:\n    Type: AWS::Logs::LogGroup\n    Properties: { LogGroupName: !GetAtt Nobody.Arn }\n',
    );
    const { code, text } = await deploy([], {});
    expect(code).toBe(1);
    expect(text).toMatch(/✗ .*Nobody/);
  });

  it('prepares an account that is watched, and the templates of an organization', async () => {
    const bus = `arn:aws:events:${REGION}:${accountId}:event-bus/shepherd`;
    parameters({ HomeAccountId: accountId, ExternalId: 'between-us-two', AccountEventsBusArn: bus });
    const member = await deploy(['--member', '--parameters', file, '--event-regions', `${REGION},us-east-1`]);
    expect([member.code, member.last]).toEqual([0, '2 created, 0 changed']); // in the home region the bus has them
    expect(member.text).toContain(`"roleArn":"arn:aws:iam::${accountId}:role/QrieInventoryRole"`);
    expect((await deploy(['--member', '--event-regions', REGION, '--parameters', file])).last).toBe(
      'nothing changed',
    );
    // what is there follows, also where the bus is not given again
    parameters({ AllEvents: 'true' });
    const later = await deploy(['--member', '--parameters', file, '--event-regions', `${REGION},us-east-1`]);
    expect([later.code, later.last]).toEqual([0, '0 created, 1 changed']);
    expect(later.text).not.toContain('no events are sent home');

    const all = { OrganizationalUnitIds: 'r-1234', HomeAccountId: accountId, ExternalId: 'between-us-two' };
    parameters({ ...all, AccountEventsBusArn: bus });
    const said = await deploy(['--organization', '--dry-run', '--parameters', file]);
    expect(said.text).toContain('would create the bucket compliance-shepherd-templates-');
    expect((await clients.s3.listBuckets({})).Buckets ?? []).toEqual([]);
    expect((await deploy(['--organization', '--parameters', file])).last).toBe('2 created, 0 changed');
    const url = (await parameterOf('compliance-shepherd-organization', 'MemberTemplateUrl')) ?? '';
    expect(url).toMatch(/\.amazonaws\.com\/[0-9a-f]{16}\/member\.yaml$/);
    const { hostname, pathname } = new URL(url);
    const held = await clients.s3.getObject({ Bucket: hostname.split('.')[0] ?? '', Key: pathname.slice(1) });
    expect(await held.Body?.transformToString()).toBe(readFileSync(join(templates, 'member.yaml'), 'utf8'));
    // the emulator takes a list of one for another value each time; AWS does not
    expect((await deploy(['--organization', '--parameters', file])).last).toMatch(
      /^0 created|^nothing changed/,
    );
  });

  it('reads of each template what CloudFormation reads of it', async () => {
    const files = readdirSync(TEMPLATES).filter((name) => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(8);
    for (const name of files) {
      const { body, resources, outputs } = readTemplate(TEMPLATES, name);
      const { ResourceTypes } = await cloudformation.getTemplateSummary({ TemplateBody: body });
      expect(resources.map(({ type }) => type).sort()).toEqual([...(ResourceTypes ?? [])].sort());
      expect(outputs.length > 0 || name === 'forwarding.yaml' || !body.includes('\nOutputs:')).toBe(true);
    }
  });
});
