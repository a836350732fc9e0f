import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EC2 } from '@aws-sdk/client-ec2';
import { STS } from '@aws-sdk/client-sts';
import { LivePatchingAws } from '../../src/modules/patching/aws/live-patching-aws.js';
import type { AccountsService } from '../../src/modules/access/index.js';
import { AwsClients } from '../../src/platform/aws/index.js';
import { SystemClock } from '../../src/shared/clock.js';
import { documentedAws, sdkError } from '../controls/proof.js';
import { giveCredentials } from '../e2e/emulated-account.js';

const MOTO_URL = process.env['MOTO_URL'];
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

const ACCOUNT = String(43e10 + Math.floor(Math.random() * 1e9));
const REGION = 'eu-west-1';
const place = { tenantId: 'acme', accountId: ACCOUNT, region: REGION, sessionName: 'shepherd-test' };
const role = `arn:aws:iam::${ACCOUNT}:role/ShepherdRemediation`;
/** The account is entered by its role; who is registered is another spec's. */
const accounts = {
  remediationAccountOf: async () => ({
    ...{ tenantId: 'acme', accountId: ACCOUNT, partition: 'aws', roleArn: role, externalId: null },
    sessionName: 'shepherd-test',
  }),
} as unknown as AccountsService;

withEmulator('patching on the emulator (needs MOTO_URL): instances, snapshots, images', () => {
  const endpoint = MOTO_URL ?? '';
  let ec2: EC2;
  let clients: AwsClients;
  let aws: LivePatchingAws;
  let id = '';

  beforeAll(async () => {
    giveCredentials();
    const sts = new STS({
      endpoint,
      region: REGION,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const { Credentials: given } = await sts.assumeRole({ RoleArn: role, RoleSessionName: 'seed' });
    const credentials = {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      sessionToken: given?.SessionToken ?? '',
    };
    ec2 = new EC2({ endpoint, region: REGION, credentials });
    clients = new AwsClients(
      {
        ...{ defaultRegion: REGION, endpointUrl: endpoint, sessionName: () => 'shepherd-test' },
        ...{ maxCallsPerSecond: 100, maxConcurrentCalls: 10 },
      },
      new SystemClock(),
    );
    aws = new LivePatchingAws(clients, accounts);
    const { Images: [image] = [] } = await ec2.describeImages({ Owners: ['amazon'] });
    const { Instances: [made] = [] } = await ec2.runInstances({
      ...{ ImageId: image?.ImageId ?? '', MinCount: 1, MaxCount: 1, InstanceType: 't3.micro' },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'shepherd:group', Value: 'web' }] }],
    });
    id = made?.InstanceId ?? '';
  }, 60_000);
  afterAll(() => {
    ec2?.destroy();
    clients?.close();
  });

  it('sees an instance with its root volume, and passes over one that is not there', async () => {
    const [found, ...others] = await aws.instances(place, [id, 'i-0123456789abcdef0']);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      ...{ instanceId: id, state: 'running', rootDevice: 'ebs', tags: { 'shepherd:group': 'web' } },
      ...{ zone: expect.stringMatching(/^eu-west-1/), rootVolumeId: expect.stringMatching(/^vol-/) },
    });
    expect(found?.volumeIds).toContain(found?.rootVolumeId);
    expect(await aws.isWell(place, id)).toBe(true);
    expect(await aws.targetGroups(place, [id])).toEqual(new Map());
  });

  it('finds again by its step what it has kept, and sees when it is gone', async () => {
    const [instance] = await aws.instances(place, [id]);
    if (instance === undefined) throw new Error('no instance');
    const tags = { step: 'pstp_1', installationId: 'pin_1', expiresAt: new Date('2027-01-01') };
    expect(await aws.kept(place, instance, tags.step, 'ebs')).toBeUndefined();
    const kept = await aws.snapshot(place, instance, tags);
    expect(kept.rootSnapshotId).toMatch(/^snap-/);
    expect(await aws.kept(place, instance, tags.step, 'ebs')).toEqual(kept);
    expect(await aws.readiness(place, kept)).toBe('ready');
    const { Snapshots: [snapshot] = [] } = await ec2.describeSnapshots({
      SnapshotIds: [...kept.snapshotIds],
    });
    const expires = { Key: 'shepherd:expires-at', Value: '2027-01-01T00:00:00.000Z' };
    expect(snapshot?.Tags).toContainEqual(expires);
    await ec2.deleteSnapshot({ SnapshotId: kept.rootSnapshotId ?? '' });
    expect(await aws.readiness(place, kept)).toBe('gone');
  });

  it('restarts', async () => {
    await expect(aws.reboot(place, id)).resolves.toBeUndefined();
  });

  it('names what AWS refuses', async () => {
    await expect(aws.reboot(place, 'i-0123456789abcdef0')).rejects.toMatchObject({
      ...{ name: 'AwsRefused', of: 'ec2:RebootInstances', again: false },
    });
  });
});

/** Patch states, replacing a root volume and the ends of commands: the emulator lacks them or answers other than AWS. */
describe('patching by what AWS documents', () => {
  const inputs: Record<string, unknown[]> = {};
  const told = (name: string, answer: (input: never) => unknown) => (input: never) => {
    (inputs[name] ??= []).push(input);
    return answer(input);
  };
  const at = (answers: Parameters<typeof documentedAws>[0]) => {
    const documented = documentedAws(answers);
    return new LivePatchingAws({ for: () => documented } as unknown as AwsClients, accounts);
  };

  it('reads patches of all pages, as of the last operation', async () => {
    const aws = at({
      ssm: {
        describeInstancePatchStates: {
          InstancePatchStates: [{ InstanceId: 'i-1', OperationEndTime: new Date('2026-11-01') }],
        },
        describeInstancePatches: ({ NextToken }: { NextToken?: string }) =>
          NextToken === undefined
            ? { Patches: [{ KBId: 'KB1', State: 'Installed' }], NextToken: 'more' }
            : { Patches: [{ KBId: 'KB2', State: 'InstalledPendingReboot' }] },
      },
    });
    expect(await aws.patches(place, 'i-1')).toEqual({
      states: { KB1: 'Installed', KB2: 'InstalledPendingReboot' },
      asOf: new Date('2026-11-01'),
    });
  });

  it('finds a command by its comment, and by no other', async () => {
    const listCommands = told('listCommands', () => ({
      Commands: [
        { CommandId: 'c-1', Comment: 'shepherd other' },
        { CommandId: 'c-2', Comment: 'shepherd pstp_1' },
      ],
    }));
    const aws = at({ ssm: { listCommands } });
    const command = { instanceId: 'i-1', document: 'AWS-RunPatchBaseline', comment: 'shepherd pstp_1' };
    const since = new Date('2026-11-01T10:00:00.123Z');
    expect(await aws.commandOf(place, command, since)).toBe('c-2');
    expect(await aws.commandOf(place, { ...command, comment: 'shepherd pstp_2' }, since)).toBeUndefined();
    expect(inputs['listCommands']?.[0]).toMatchObject({
      InstanceId: 'i-1',
      Filters: [
        { key: 'DocumentName', value: 'AWS-RunPatchBaseline' },
        { key: 'InvokedAfter', value: '2026-11-01T09:59:00Z' },
      ],
    });
  });

  it.each([
    ['InProgress', false],
    ['Delayed', false],
    ['Cancelling', false],
    ['Success', true],
    ['Failed', true],
    ['TimedOut', true],
    ['Cancelled', true],
  ])('knows whether a command that is %s has ended', async (Status, isOver) => {
    const aws = at({ ssm: { getCommandInvocation: { Status, StatusDetails: Status, ResponseCode: 0 } } });
    expect(await aws.invocation(place, 'c-1', 'i-1')).toMatchObject({ isOver, status: Status });
  });

  it('knows nothing yet of a command that was only just sent', async () => {
    const aws = at({ ssm: { getCommandInvocation: sdkError('InvocationDoesNotExist') } });
    expect(await aws.invocation(place, 'c-1', 'i-1')).toBeUndefined();
  });

  it.each([
    ['pending', 'pending'],
    ['in-progress', 'pending'],
    ['failing', 'pending'],
    ['failing-detached', 'pending'],
    ['succeeded', 'ready'],
    ['failed', 'failed'],
    ['failed-detached', 'failed'],
  ])('takes the replacement of a root volume that is %s for %s', async (TaskState, readiness) => {
    const describeReplaceRootVolumeTasks = { ReplaceRootVolumeTasks: [{ TaskState }] };
    expect(await at({ ec2: { describeReplaceRootVolumeTasks } }).replacement(place, 't')).toBe(readiness);
  });

  it('replaces a root volume by a snapshot or an image, with a token, and keeps the old one', async () => {
    const createReplaceRootVolumeTask = told('replace', () => ({
      ReplaceRootVolumeTask: { ReplaceRootVolumeTaskId: 'replacevol-1' },
    }));
    const aws = at({ ec2: { createReplaceRootVolumeTask } });
    const wanted = { instanceId: 'i-1', token: 'pstp_1' };
    const bySnapshot = { ...wanted, from: { rootSnapshotId: 'snap-1', imageId: null } };
    expect(await aws.replaceRoot(place, bySnapshot)).toBe('replacevol-1');
    await aws.replaceRoot(place, { ...wanted, from: { rootSnapshotId: null, imageId: 'ami-1' } });
    const always = { InstanceId: 'i-1', ClientToken: 'pstp_1', DeleteReplacedRootVolume: false };
    expect(inputs['replace']).toEqual([
      { ...always, SnapshotId: 'snap-1' },
      { ...always, ImageId: 'ami-1' },
    ]);
  });

  // the emulator takes no tags of two kinds with an image
  it('keeps an image without a restart, finds it again by its tag, and knows when it is ready', async () => {
    const createImage = told('image', () => ({ ImageId: 'ami-1' }));
    const describeImages = told('images', () => ({ Images: [{ ImageId: 'ami-1', State: 'pending' }] }));
    const aws = at({ ec2: { createImage, describeImages } });
    const instance = { instanceId: 'i-1' } as Parameters<LivePatchingAws['image']>[1];
    const tags = { step: 'pstp_1', installationId: 'pin_1', expiresAt: new Date('2027-01-01') };
    const kept = await aws.image(place, instance, tags);
    expect(inputs['image']?.[0]).toMatchObject({ InstanceId: 'i-1', NoReboot: true });
    expect(await aws.kept(place, instance, 'pstp_1', 'ami')).toEqual(kept);
    const byTag = { Owners: ['self'], Filters: [{ Name: 'tag:shepherd:patch-step', Values: ['pstp_1'] }] };
    expect(inputs['images']?.[0]).toMatchObject(byTag);
    expect(await aws.readiness(place, kept)).toBe('pending');
    for (const [Images, readiness] of [
      [[{ ImageId: 'ami-1', State: 'available' }], 'ready'],
      [[{ ImageId: 'ami-1', State: 'failed' }], 'failed'],
      [[], 'gone'],
    ] as const)
      expect(await at({ ec2: { describeImages: { Images } } }).readiness(place, kept)).toBe(readiness);
  });

  it('knows target groups of instances, and not of addresses', async () => {
    const aws = at({
      elb: {
        describeTargetGroups: {
          TargetGroups: [
            { TargetGroupArn: 'a', TargetGroupName: 'api', TargetType: 'instance' },
            { TargetGroupArn: 'b', TargetGroupName: 'ips', TargetType: 'ip' },
          ],
        },
        describeTargetHealth: {
          TargetHealthDescriptions: [{ Target: { Id: 'i-1' } }, { Target: { Id: 'i-9' } }],
        },
      },
    });
    expect(await aws.targetGroups(place, ['i-1', 'i-2'])).toEqual(new Map([['i-1', ['api']]]));
  });

  it('reads nodes fifty at a time', async () => {
    const describeInstanceInformation = told(
      'nodes',
      ({ Filters: [{ Values }] }: { Filters: [{ Values: string[] }] }) => ({
        InstanceInformationList: Values.map((InstanceId) => ({ InstanceId, PingStatus: 'Online' })),
      }),
    );
    const ids = Array.from({ length: 51 }, (_, n) => `i-${n}`);
    expect(await at({ ssm: { describeInstanceInformation } }).nodes(place, ids)).toHaveLength(51);
    expect(inputs['nodes']).toHaveLength(2);
  });
});
