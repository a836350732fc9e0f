import { describe, expect, it } from '@jest/globals';
import { type DescribeSnapshotsRequest, type Instance, type Volume } from '@aws-sdk/client-ec2';
import { type Answer, documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type Aws } from '../../../../platform/aws/index.js';
import { type Ec2Instance } from '../../domain/resources/ec2/instance.js';
import { type Ec2Snapshot } from '../../domain/resources/ec2/snapshot.js';
import { type Reader, type Want } from '../reader.js';
import { ec2ImageReader } from './image.js';
import { ec2InstanceReader } from './instance.js';
import {
  ec2EbsEncryptionByDefaultReader,
  ec2InstanceMetadataDefaultsReader,
  ec2SnapshotBlockPublicAccessReader,
} from './region-settings.js';
import { ec2SnapshotReader } from './snapshot.js';
import { newestSnapshotsOf } from './volume-snapshots.js';
import { ec2VolumeReader } from './volume.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const denial = sdkError('UnauthorizedOperation', 403);

const ec2 = (answers: Record<string, Answer>): Aws => documentedAws({ ec2: answers });

async function listAll<T>(reader: Reader, aws: Aws, want: Want = null): Promise<T[]> {
  const all: unknown[] = [];
  for await (const { configurations } of reader.list(aws, place, want)) all.push(...configurations);
  for (const one of all) expect(reader.type.schema.parse(one)).toEqual(one);
  return all as T[];
}

const ref = (arn: string) => ({ arn, name: '', region: 'eu-west-1' });

describe('the reader of instances', () => {
  const instances = (...Instances: Instance[]) => ({ describeInstances: { Reservations: [{ Instances }] } });
  const running: Instance = { InstanceId: 'i-1', State: { Name: 'running' } };

  it('shows public addresses of second interfaces and of second private addresses', async () => {
    const association = (PublicIp: string) => ({ Association: { PublicIp } });
    const one: Instance = {
      ...running,
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-2',
          InterfaceType: 'interface',
          PrivateIpAddresses: [{ Primary: true }, { Primary: false, ...association('203.0.113.9') }],
        },
        {
          ...{ NetworkInterfaceId: 'eni-1', InterfaceType: 'efa', SubnetId: 'subnet-1' },
          ...association('203.0.113.1'),
          PrivateIpAddresses: [{ Primary: true, ...association('203.0.113.1') }],
        },
      ],
    };
    const [found] = await listAll<Ec2Instance>(ec2InstanceReader, ec2(instances(one)), new Set());
    expect(found?.networkInterfaces).toEqual([
      { id: 'eni-1', kind: 'efa', subnetId: 'subnet-1', publicIps: ['203.0.113.1'] },
      { id: 'eni-2', kind: 'interface', subnetId: null, publicIps: ['203.0.113.9'] },
    ]);
  });

  it('leaves out terminated ones, and knows a launch template by its tag', async () => {
    const aws = ec2(
      instances(
        { InstanceId: 'i-0', State: { Name: 'terminated' } },
        { ...running, Tags: [{ Key: 'aws:ec2launchtemplate:id', Value: 'lt-1' }] },
      ),
    );
    const found = await listAll<Ec2Instance>(ec2InstanceReader, aws, new Set());
    expect(found).toMatchObject([
      { id: 'i-1', launchTemplateId: 'lt-1', httpTokens: null, monitoring: null },
    ]);
  });

  it('says of parts that nobody asked for that they were not read, where there is something to read', async () => {
    const stopped: Instance = { InstanceId: 'i-2', State: { Name: 'stopped' } };
    const found = await listAll<Ec2Instance>(ec2InstanceReader, ec2(instances(running, stopped)), new Set());
    expect(found).toMatchObject([
      { id: 'i-1', cpu: { noEvidence: 'not_read' }, attachedVolumes: null },
      { id: 'i-2', cpu: null, attachedVolumes: { noEvidence: 'not_read' } },
    ]);
  });
});

describe('the newest snapshots of volumes', () => {
  const volumes = (count: number) => Array.from({ length: count }, (_, i) => `vol-${i}`);

  it('asks for 200 volumes at once, over all pages, and keeps the newest of each', async () => {
    const asked: number[] = [];
    const aws = ec2({
      describeSnapshots: ({ Filters, NextToken }: DescribeSnapshotsRequest) => {
        asked.push(Filters?.[0]?.Values?.length ?? 0);
        const snapshot = (SnapshotId: string, day: string) => ({
          ...{ SnapshotId, VolumeId: 'vol-0', StartTime: new Date(day) },
        });
        return NextToken === undefined
          ? {
              Snapshots: [snapshot('snap-1', '2026-02-01'), snapshot('snap-3', '2026-02-03')],
              NextToken: 'more',
            }
          : { Snapshots: [snapshot('snap-2', '2026-02-02')] };
      },
    });
    const newest = await newestSnapshotsOf(aws, volumes(201));
    expect(asked).toEqual([200, 200, 1, 1]);
    expect([...newest]).toEqual([['vol-0', { id: 'snap-3', startedAt: '2026-02-03T00:00:00.000Z' }]]);
  });

  it('are no evidence where the call is refused, and the volumes still are', async () => {
    const volume: Volume = { VolumeId: 'vol-1', State: 'in-use', Encrypted: true };
    const aws = ec2({ describeVolumes: { Volumes: [volume] }, describeSnapshots: denial });
    expect(await listAll(ec2VolumeReader, aws)).toMatchObject([
      { id: 'vol-1', encrypted: true, newestSnapshot: { noEvidence: 'denied' } },
    ]);
  });

  it('are not asked for where no control needs them', async () => {
    const aws = ec2({ describeVolumes: { Volumes: [{ VolumeId: 'vol-1' }] } });
    expect(await listAll(ec2VolumeReader, aws, new Set(['tags']))).toMatchObject([
      { newestSnapshot: { noEvidence: 'not_read' } },
    ]);
  });
});

describe('the reader of snapshots', () => {
  /** Two pages of own ones, of which the second is public. */
  const answer = (calls: string[], shared: object | Error = { Snapshots: [{ SnapshotId: 'snap-2' }] }) => ({
    describeSnapshots: (request: DescribeSnapshotsRequest) => {
      const { RestorableByUserIds, NextToken, OwnerIds, Filters } = request;
      expect(OwnerIds).toEqual(['self']);
      expect(Filters).toContainEqual({ Name: 'owner-id', Values: ['123456789012'] });
      calls.push(RestorableByUserIds?.[0] ?? NextToken ?? 'first');
      if (RestorableByUserIds !== undefined) {
        if (shared instanceof Error) throw shared;
        return shared;
      }
      return NextToken === undefined
        ? { Snapshots: [{ SnapshotId: 'snap-1' }], NextToken: 'second' }
        : { Snapshots: [{ SnapshotId: 'snap-2', Encrypted: true, VolumeId: 'vol-ffffffff' }] };
    },
  });

  it('asks once which are public, however many pages there are', async () => {
    const calls: string[] = [];
    const found = await listAll<Ec2Snapshot>(ec2SnapshotReader, ec2(answer(calls)));
    expect(calls).toEqual(['first', 'all', 'second']);
    expect(found.map(({ id, public: shared }) => [id, shared])).toEqual([
      ['snap-1', false],
      ['snap-2', true],
    ]);
  });

  it('asks one call in a region without snapshots, and none about the public where nobody needs it', async () => {
    const empty: unknown[] = [];
    const describeSnapshots = (request: never) => {
      empty.push(request);
      return { Snapshots: [] };
    };
    expect(await listAll(ec2SnapshotReader, ec2({ describeSnapshots }))).toEqual([]);
    expect(empty).toHaveLength(1);
    const calls: string[] = [];
    const found = await listAll<Ec2Snapshot>(ec2SnapshotReader, ec2(answer(calls)), new Set(['tags']));
    expect(calls).toEqual(['first', 'second']);
    expect(found).toMatchObject([
      { public: { noEvidence: 'not_read' } },
      { public: { noEvidence: 'not_read' } },
    ]);
  });

  it('has no evidence of the public ones where that call is refused', async () => {
    const found = await listAll<Ec2Snapshot>(ec2SnapshotReader, ec2(answer([], denial)));
    expect(found).toMatchObject([
      { id: 'snap-1', public: { noEvidence: 'denied' } },
      { id: 'snap-2', public: { noEvidence: 'denied' } },
    ]);
  });

  it('describes one as the list shows it, and null where it is gone', async () => {
    const describeSnapshots = ({ SnapshotIds, RestorableByUserIds, Filters }: DescribeSnapshotsRequest) => {
      if (SnapshotIds !== undefined) return { Snapshots: [{ SnapshotId: SnapshotIds[0] }] };
      expect(RestorableByUserIds).toEqual(['all']);
      expect(Filters).toContainEqual({ Name: 'snapshot-id', Values: ['snap-1'] });
      return { Snapshots: [{ SnapshotId: 'snap-1' }] };
    };
    const arn = 'arn:aws:ec2:eu-west-1::snapshot/snap-1';
    const one = await ec2SnapshotReader.describe(ec2({ describeSnapshots }), ref(arn));
    expect(one).toMatchObject({ id: 'snap-1', public: true });
    const gone = ec2({ describeSnapshots: sdkError('InvalidSnapshot.NotFound') });
    expect(await ec2SnapshotReader.describe(gone, ref(arn))).toBeNull();
  });
});

describe('the reader of images', () => {
  it('lists own ones, disabled ones too, and their EBS devices in order', async () => {
    const requests: object[] = [];
    const aws = ec2({
      describeImages: (request: object) => {
        requests.push(request);
        return {
          Images: [
            {
              ...{
                ImageId: 'ami-1',
                State: 'disabled',
                Public: false,
                CreationDate: '2026-01-15T10:30:00.000Z',
              },
              BlockDeviceMappings: [
                { DeviceName: '/dev/xvdb', Ebs: { VolumeSize: 10 } },
                { DeviceName: '/dev/xvdc', VirtualName: 'ephemeral0' },
                { DeviceName: '/dev/xvda', Ebs: { SnapshotId: 'snap-1', Encrypted: false } },
              ],
            },
            { ImageId: 'ami-2', State: 'deregistered' },
          ],
        };
      },
    });
    expect(await listAll(ec2ImageReader, aws)).toMatchObject([
      {
        ...{ id: 'ami-1', state: 'disabled', public: false },
        devices: [
          { device: '/dev/xvda', snapshotId: 'snap-1', encrypted: false },
          { device: '/dev/xvdb', snapshotId: null, encrypted: null },
        ],
      },
    ]);
    expect(requests).toMatchObject([{ Owners: ['self'], IncludeDisabled: true }]);
  });
});

describe('the readers of a region’s settings', () => {
  it('give one where nobody chose anything: no preference is none', async () => {
    const aws = ec2({
      getInstanceMetadataDefaults: {
        AccountLevel: { HttpTokens: 'no-preference', HttpPutResponseHopLimit: -1, ManagedBy: 'account' },
      },
    });
    expect(await listAll(ec2InstanceMetadataDefaultsReader, aws)).toMatchObject([
      { defaults: { httpTokens: null, httpPutResponseHopLimit: null, httpEndpoint: null } },
    ]);
  });

  it('have no evidence where a call is refused, and keep what another told', async () => {
    const aws = ec2({
      ...{ getEbsEncryptionByDefault: { EbsEncryptionByDefault: true }, getEbsDefaultKmsKeyId: denial },
      getSnapshotBlockPublicAccessState: denial,
    });
    expect(await listAll(ec2EbsEncryptionByDefaultReader, aws)).toMatchObject([
      { enabled: true, defaultKmsKeyId: { noEvidence: 'denied' } },
    ]);
    expect(await listAll(ec2SnapshotBlockPublicAccessReader, aws)).toMatchObject([
      { sharing: { noEvidence: 'denied' } },
    ]);
  });
});
