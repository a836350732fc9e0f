import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Reader } from '../../src/modules/scanning/aws/reader.js';
import { listersOf, readerOf } from '../../src/modules/scanning/aws/readers.js';
import { enabledRegions } from '../../src/modules/scanning/aws/regions.js';
import { type Decision, type Thresholds } from '../../src/modules/scanning/domain/control.js';
import { evaluate } from '../../src/modules/scanning/domain/evaluate.js';
import { type Place, type Service } from '../../src/modules/scanning/domain/resource-type.js';
import { type Aws, AwsClients, callMeter, newCallCount } from '../../src/platform/aws/index.js';
import { SystemClock } from '../../src/shared/clock.js';
import { thresholds } from '../support/scanning-examples.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no emulator to read from: the runner reports these as skipped. */
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const REGION = 'eu-west-1';
const IMAGE = 'ami-12c6146b';

/** The emulator dates everything today. */
const atOnce: Thresholds = {
  ...thresholds,
  ...{ stoppedInstanceDays: 0, idleInstanceDays: 0, unattachedVolumeDays: 0 },
  ...{ emptyBucketDays: 0, unusedUserDays: 0, unusedAccessKeyDays: 0 },
};

/** An account that no other test has: AssumeRole gives the emulator's accounts out by their number. */
const accountId = String(3e11 + Math.floor(Math.random() * 1e11));

describeIf('readers against the emulator (needs MOTO_URL)', () => {
  let clients: AwsClients;
  let aws: Aws;
  let environment: NodeJS.ProcessEnv;

  beforeAll(() => {
    environment = { ...process.env };
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
    const options = {
      ...{ endpointUrl: MOTO_URL, defaultRegion: 'us-east-1' },
      ...{ maxCallsPerSecond: 500, maxConcurrentCalls: 20 },
      sessionName: () => 'readers-spec',
    };
    clients = new AwsClients(options, new SystemClock());
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

  interface Read {
    configuration: { id?: string; name?: string } & Record<string, unknown>;
    reader: Reader;
    place: Place;
    arn: string;
  }

  /** What the emulator has in our account of a service, or of these types of it, by id or name. */
  async function list(service: Service, ...types: string[]): Promise<Map<string, Read>> {
    const scope = service === 'ec2' ? 'region' : 'account';
    const place = { partition: 'aws', accountId, region: scope === 'region' ? REGION : 'global' };
    const all = new Map<string, Read>();
    for (const lister of listersOf(service, scope)) {
      if (types.length > 0 && !types.includes(lister.type.type)) continue;
      for await (const { type, configurations, gaps } of lister.list(aws, place)) {
        expect(gaps).toEqual([]);
        for (const one of configurations) {
          const configuration = type.schema.parse(one) as Read['configuration'];
          expect(configuration).toEqual(one); // the schema knows every field that the reader gives
          const reader = readerOf(type.type);
          if (reader === undefined) throw new Error(`no reader of ${type.type}`);
          const key = configuration.id ?? configuration.name;
          all.set(key ?? '', { configuration, reader, place, arn: type.arn(one, place) });
        }
      }
    }
    return all;
  }

  function decide(read: Read | undefined, controlId: string, limits: Thresholds = atOnce): Decision {
    if (read === undefined) throw new Error('not listed');
    const place = {
      ...read.place,
      region: read.reader.type.region?.(read.configuration) ?? read.place.region,
    };
    const context = { now: new Date(), place, thresholds: limits };
    const one = evaluate(read.reader.type, read.configuration, context, {
      exemptTags: [{ key: 'shepherd:exempt', value: 'true' }],
    }).find(({ control }) => control.id === controlId);
    if (one === undefined) throw new Error(`${controlId} was not asked`);
    return one.decision;
  }

  const describeAgain = (read: Read) =>
    read.reader.describe(aws, {
      arn: read.arn,
      name: read.reader.type.name(read.configuration),
      region: read.reader.type.region?.(read.configuration) ?? read.place.region,
    });

  async function run(): Promise<string> {
    const ec2 = await aws.ec2();
    const { Instances } = await ec2.runInstances({
      ImageId: IMAGE,
      MinCount: 1,
      MaxCount: 1,
      InstanceType: 't3.micro',
    });
    return Instances?.[0]?.InstanceId ?? '';
  }

  async function cpu(instanceId: string, percent: number): Promise<void> {
    const cloudwatch = await aws.cloudwatch();
    for (let day = 0; day < 3; day++) {
      await cloudwatch.putMetricData({
        Namespace: 'AWS/EC2',
        MetricData: [
          {
            MetricName: 'CPUUtilization',
            Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
            Timestamp: new Date(Date.now() - day * 86_400_000),
            Value: percent,
            Unit: 'Percent',
          },
        ],
      });
    }
  }

  it('reads instances with CPU use and attached volumes, and decides stopped and idle', async () => {
    const ec2 = await aws.ec2();
    const [busy, idle, silent, stopped, terminated] = [
      await run(),
      await run(),
      await run(),
      await run(),
      await run(),
    ];
    await ec2.stopInstances({ InstanceIds: [stopped] });
    await ec2.terminateInstances({ InstanceIds: [terminated] });
    await ec2.createTags({ Resources: [busy], Tags: [{ Key: 'Name', Value: 'web-1' }] });
    await cpu(busy, 40);
    await cpu(idle, 1);

    const count = newCallCount();
    const found = await callMeter.run(count, () =>
      list('ec2', 'AWS::EC2::Instance', 'AWS::EC2::Volume', 'AWS::EC2::EIP'),
    );
    expect(found.has(terminated)).toBe(false);
    expect([...count.operations].sort()).toEqual([
      'cloudwatch:GetMetricData',
      'ec2:DescribeAddresses',
      'ec2:DescribeInstances',
      'ec2:DescribeSnapshots',
      'ec2:DescribeVolumes',
    ]);
    // instances, CPU, volumes of the stopped, volumes, their snapshots, addresses (and the role)
    expect(count.calls).toBeLessThanOrEqual(7);

    expect(found.get(busy)?.configuration).toMatchObject({
      state: 'running',
      tags: { Name: 'web-1' },
      cpu: { averagePercent: 40, datapoints: 3 },
      attachedVolumes: null,
    });
    expect(found.get(stopped)?.configuration).toMatchObject({
      state: 'stopped',
      cpu: null,
      attachedVolumes: [{ sizeGb: 8 }],
    });
    expect(found.get(busy)?.arn).toBe(`arn:aws:ec2:${REGION}:${accountId}:instance/${busy}`);

    expect(decide(found.get(stopped), 'ec2_instance_stopped').verdict).toBe('fail');
    expect(decide(found.get(stopped), 'ec2_instance_stopped', thresholds).verdict).toBe('pass');
    expect(decide(found.get(busy), 'ec2_instance_stopped').verdict).toBe('pass');
    expect(decide(found.get(idle), 'ec2_instance_idle').verdict).toBe('fail');
    expect(decide(found.get(busy), 'ec2_instance_idle').verdict).toBe('pass');
    expect(decide(found.get(silent), 'ec2_instance_idle').verdict).toBe('no_evidence');

    const gone = found.get(busy);
    if (gone === undefined) throw new Error('not listed');
    expect(await describeAgain(gone)).toEqual(gone.configuration);
    await ec2.terminateInstances({ InstanceIds: [busy] });
    expect(await describeAgain(gone)).toBeNull();
  });

  it('reads volumes and decides unattached', async () => {
    const ec2 = await aws.ec2();
    const { VolumeId: free = '' } = await ec2.createVolume({
      AvailabilityZone: `${REGION}a`,
      Size: 100,
      VolumeType: 'gp3',
    });
    await run(); // with a volume of its own
    const found = await list('ec2', 'AWS::EC2::Volume');
    expect(decide(found.get(free), 'ec2_ebs_volume_unattached')).toMatchObject({
      verdict: 'fail',
      estimatedMonthlySavingsUsd: 8.8,
    });
    expect(decide(found.get(free), 'ec2_ebs_volume_unattached', thresholds).verdict).toBe('pass');
    const attached = [...found.values()].find(({ configuration }) => configuration['state'] === 'in-use');
    expect(decide(attached, 'ec2_ebs_volume_unattached').verdict).toBe('pass');

    const volume = found.get(free);
    if (volume === undefined) throw new Error('not listed');
    expect(await describeAgain(volume)).toEqual(volume.configuration);
    await ec2.deleteVolume({ VolumeId: free });
    expect(await describeAgain(volume)).toBeNull();
  });

  it('reads addresses and decides unattached', async () => {
    const ec2 = await aws.ec2();
    const { AllocationId: free = '' } = await ec2.allocateAddress({ Domain: 'vpc' });
    const { AllocationId: used = '' } = await ec2.allocateAddress({ Domain: 'vpc' });
    await ec2.associateAddress({ AllocationId: used, InstanceId: await run() });
    const found = await list('ec2', 'AWS::EC2::EIP');
    expect(decide(found.get(free), 'ec2_address_unattached')).toMatchObject({
      verdict: 'fail',
      estimatedMonthlySavingsUsd: 3.65,
    });
    expect(decide(found.get(used), 'ec2_address_unattached').verdict).toBe('pass');

    const address = found.get(free);
    if (address === undefined) throw new Error('not listed');
    expect(await describeAgain(address)).toEqual(address.configuration);
    await ec2.releaseAddress({ AllocationId: free });
    expect(await describeAgain(address)).toBeNull();
  });

  it('reads buckets in their own regions and decides unused', async () => {
    const name = (what: string) => `readers-${accountId}-${what}`;
    const s3 = await aws.s3();
    const here = { CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
    for (const what of ['empty', 'full', 'versions', 'exempt'])
      await s3.createBucket({ Bucket: name(what), ...here });
    await s3.putObject({ Bucket: name('full'), Key: 'report.csv', Body: 'x'.repeat(1000) });
    await s3.putBucketVersioning({
      Bucket: name('versions'),
      VersioningConfiguration: { Status: 'Enabled' },
    });
    await s3.putObject({ Bucket: name('versions'), Key: 'old', Body: 'x' });
    await s3.deleteObject({ Bucket: name('versions'), Key: 'old' });
    await s3.putBucketTagging({
      Bucket: name('exempt'),
      Tagging: { TagSet: [{ Key: 'shepherd:exempt', Value: 'true' }] },
    });
    await (await aws.in('us-east-1').s3()).createBucket({ Bucket: name('virginia') });

    const found = await list('s3', 'AWS::S3::Bucket');
    expect([...found.keys()].sort()).toEqual(['empty', 'exempt', 'full', 'versions', 'virginia'].map(name));
    expect(found.get(name('virginia'))?.configuration).toMatchObject({ region: 'us-east-1' });
    expect(found.get(name('full'))?.configuration).toMatchObject({
      region: REGION,
      contents: { objects: 1, bytes: 1000, complete: true, anyVersion: true, storageClasses: ['STANDARD'] },
    });
    expect(found.get(name('versions'))?.configuration).toMatchObject({
      contents: { objects: 0, anyVersion: true, complete: false },
    });

    expect(decide(found.get(name('empty')), 's3_bucket_unused')).toMatchObject({
      verdict: 'fail',
      estimatedMonthlySavingsUsd: 0,
    });
    expect(decide(found.get(name('empty')), 's3_bucket_unused', thresholds).verdict).toBe('pass');
    expect(decide(found.get(name('full')), 's3_bucket_unused').verdict).toBe('pass');
    expect(decide(found.get(name('versions')), 's3_bucket_unused').verdict).toBe('pass');
    const old = { ...atOnce, untouchedBucketDays: 0 };
    expect(decide(found.get(name('full')), 's3_bucket_unused', old).verdict).toBe('fail');
    expect(decide(found.get(name('versions')), 's3_bucket_unused', old).verdict).toBe('no_evidence');
    expect(decide(found.get(name('exempt')), 's3_bucket_unused').verdict).toBe('not_applicable');

    const bucket = found.get(name('empty'));
    if (bucket === undefined) throw new Error('not listed');
    expect(await describeAgain(bucket)).toEqual(bucket.configuration);
    await s3.deleteBucket({ Bucket: name('empty') });
    expect(await describeAgain(bucket)).toBeNull();
  });

  it('lists the regions that the account can use, sorted', async () => {
    const regions = await enabledRegions(aws);
    expect(regions).toEqual([...new Set([...regions, REGION])].sort());
  });
});
