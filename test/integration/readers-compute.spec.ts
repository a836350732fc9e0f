import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listersOf, readerOf } from '../../src/modules/scanning/aws/readers.js';
import { type Want } from '../../src/modules/scanning/aws/reader.js';
import { type ResourceType } from '../../src/modules/scanning/domain/resource-type.js';
import { type Aws, AwsClients, callMeter, newCallCount } from '../../src/platform/aws/index.js';
import { SystemClock } from '../../src/shared/clock.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no emulator to read from: the runner reports these as skipped. */
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const REGION = 'eu-west-1';

/** An account that no other test has: AssumeRole gives the emulator's accounts out by their number. */
const accountId = String(3e11 + Math.floor(Math.random() * 1e11));
const place = { partition: 'aws', accountId, region: REGION };

interface Read {
  configuration: { id?: string } & Record<string, unknown>;
  type: ResourceType;
  arn: string;
}

describeIf('readers of EC2 compute and storage against the emulator (needs MOTO_URL)', () => {
  let clients: AwsClients;
  let aws: Aws;
  let environment: NodeJS.ProcessEnv;

  beforeAll(() => {
    environment = { ...process.env };
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
    clients = new AwsClients(
      {
        ...{ endpointUrl: MOTO_URL, defaultRegion: 'us-east-1' },
        ...{ maxCallsPerSecond: 500, maxConcurrentCalls: 20 },
        sessionName: () => 'readers-spec',
      },
      new SystemClock(),
    );
    const account = {
      ...{ tenantId: 'default', accountId, partition: 'aws', externalId: null },
      roleArn: `arn:aws:iam::${accountId}:role/QrieInventoryRole`,
    };
    aws = clients.for(account, REGION);
  });

  afterAll(() => {
    clients.close();
    process.env = environment;
  });

  /** What the emulator has in our account of these types. */
  async function list(types: string[], want: Want = null): Promise<Read[]> {
    const all: Read[] = [];
    for (const lister of listersOf('ec2', 'region').filter(({ type }) => types.includes(type.type))) {
      for await (const { type, configurations } of lister.list(aws, place, want)) {
        for (const one of configurations) {
          const configuration = type.schema.parse(one) as Read['configuration'];
          expect(configuration).toEqual(one); // the schema knows every field that the reader gives
          all.push({ configuration, type, arn: type.arn(one, place) });
        }
      }
    }
    return all;
  }

  const byId = (all: Read[], id: string): Read => {
    const one = all.find(({ configuration }) => configuration.id === id);
    if (one === undefined) throw new Error(`${id} is not listed`);
    return one;
  };

  const describeAgain = ({ type, arn, configuration }: Read) =>
    readerOf(type.type)?.describe(aws, { arn, name: type.name(configuration), region: REGION });

  async function run(): Promise<string> {
    const ec2 = await aws.ec2();
    const { Instances } = await ec2.runInstances({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1 });
    return Instances?.[0]?.InstanceId ?? '';
  }

  it('reads of an instance only what the controls of a scan need', async () => {
    const id = await run();
    const count = newCallCount();
    const found = await callMeter.run(count, () => list(['AWS::EC2::Instance'], new Set(['tags'])));
    expect([...count.operations]).toEqual(['ec2:DescribeInstances']);
    expect(byId(found, id).configuration).toMatchObject({
      cpu: { noEvidence: 'not_read' },
      attachedVolumes: null,
    });
  });

  it('reads the account’s own snapshots and which of them are public', async () => {
    const ec2 = await aws.ec2();
    const volume = async () =>
      (await ec2.createVolume({ AvailabilityZone: `${REGION}a`, Size: 1, Encrypted: true })).VolumeId ?? '';
    const [first, second] = [await volume(), await volume()];
    const { SnapshotId: secret = '' } = await ec2.createSnapshot({ VolumeId: first });
    const { SnapshotId: shared = '' } = await ec2.createSnapshot({ VolumeId: second });
    await ec2.modifySnapshotAttribute({
      ...{ SnapshotId: shared, Attribute: 'createVolumePermission' },
      ...{ OperationType: 'add', GroupNames: ['all'] },
    });
    const found = await list(['AWS::EC2::Snapshot', 'AWS::EC2::Volume']);
    expect(byId(found, secret).configuration).toMatchObject({
      volumeId: first,
      encrypted: true,
      public: false,
    });
    expect(byId(found, shared).configuration).toMatchObject({ public: true });
    expect(byId(found, secret).arn).toBe(`arn:aws:ec2:${REGION}::snapshot/${secret}`);
    expect(byId(found, first).configuration).toMatchObject({ newestSnapshot: { id: secret } });

    for (const id of [secret, shared, first]) {
      const one = byId(found, id);
      expect(await describeAgain(one)).toEqual(one.configuration);
    }
    await ec2.deleteSnapshot({ SnapshotId: secret });
    expect(await describeAgain(byId(found, secret))).toBeNull();
  });

  it('reads the account’s own images', async () => {
    const ec2 = await aws.ec2();
    const { ImageId: id = '' } = await ec2.createImage({ InstanceId: await run(), Name: 'own' });
    const found = await list(['AWS::EC2::Image']);
    expect(found).toHaveLength(1);
    const image = byId(found, id);
    expect(image.configuration).toMatchObject({ name: 'own', public: false, state: 'available' });
    expect(image.arn).toBe(`arn:aws:ec2:${REGION}::image/${id}`);
    expect(await describeAgain(image)).toEqual(image.configuration);
    await ec2.deregisterImage({ ImageId: id });
    expect(await describeAgain(image)).toBeNull();
  });

  it('reads the EBS settings of the region, and has no evidence of those that the emulator lacks', async () => {
    await (await aws.ec2()).enableEbsEncryptionByDefault({});
    const [encryption, sharing, defaults] = await list([
      'AWS::EC2::EbsEncryptionByDefault',
      'AWS::EC2::SnapshotBlockPublicAccess',
      'AWS::EC2::InstanceMetadataDefaults',
    ]);
    if (encryption === undefined) throw new Error('not listed');
    expect(encryption.arn).toBe(`arn:aws:ec2:${REGION}:${accountId}:ebs-encryption-by-default`);
    expect(encryption.configuration).toMatchObject({
      enabled: true,
      defaultKmsKeyId: { noEvidence: 'unsupported' },
    });
    expect(sharing?.configuration).toMatchObject({ sharing: { noEvidence: 'unsupported' } });
    expect(defaults?.configuration).toMatchObject({ defaults: { noEvidence: 'unsupported' } });
    expect(await describeAgain(encryption)).toEqual(encryption.configuration);
  });
});
