import { describe, expect, it } from '@jest/globals';
import { effectsOf, items, judged, type Case } from './ec2.fixture.js';

const instances: Case[] = [
  [
    'RunInstances',
    { instancesSet: items({ imageId: 'ami-7', minCount: 2, maxCount: 2 }), subnetId: 'subnet-7' },
    { instancesSet: items({ instanceId: 'i-0a1' }, { instanceId: 'i-0a2', imageId: 'ami-7' }) },
    ['created instance/i-0a1', 'created instance/i-0a2'],
  ],
  [
    'TerminateInstances',
    { instancesSet: items({ instanceId: 'i-0a1' }) },
    { instancesSet: items({ instanceId: 'i-0a1', currentState: { name: 'shutting-down' } }) },
    ['deleted instance/i-0a1'],
  ],
  ['RebootInstances', { instancesSet: items({ instanceId: 'i-0a1' }) }, null, ['changed instance/i-0a1']],
  ['ModifyInstanceAttribute', { instanceId: 'i-0a1', ebsOptimized: true }, null, ['changed instance/i-0a1']],
  [
    'ModifyInstanceMetadataOptions',
    { ModifyInstanceMetadataOptionsRequest: { HttpTokens: 'required', InstanceId: 'i-0a1' } },
    { ModifyInstanceMetadataOptionsResponse: { instanceId: 'i-0a1' } },
    ['changed instance/i-0a1'],
  ],
  [
    'ModifyInstanceCreditSpecification',
    {
      ModifyInstanceCreditSpecificationRequest: {
        InstanceCreditSpecification: { tag: 1, InstanceId: 'i-0a1', CpuCredits: 'standard' },
      },
    },
    null,
    ['changed instance/i-0a1'],
  ],
  [
    'DisassociateIamInstanceProfile',
    { DisassociateIamInstanceProfileRequest: { AssociationId: 'iip-assoc-5' } },
    { DisassociateIamInstanceProfileResponse: { iamInstanceProfileAssociation: { instanceId: 'i-0a1' } } },
    ['changed instance/i-0a1'],
  ],
  [
    'CreateFleet',
    { CreateFleetRequest: { Type: 'instant' } },
    {
      CreateFleetResponse: {
        fleetId: 'fleet-1b2c3d4e-1111-2222-3333-444455556666',
        fleetInstanceSet: { item: { instanceIds: { item: ['i-0a1', 'i-0a2'] } } },
      },
    },
    [
      'created fleet/fleet-1b2c3d4e-1111-2222-3333-444455556666',
      ...['created instance/i-0a1', 'created instance/i-0a2'],
    ],
  ],
];

const storage: Case[] = [
  ['CreateVolume', { size: '8', zone: 'eu-west-1a' }, { volumeId: 'vol-1' }, ['created volume/vol-1']],
  [
    'ModifyVolume',
    { ModifyVolumeRequest: { VolumeId: 'vol-1', Size: 16 } },
    { ModifyVolumeResponse: { volumeModification: { volumeId: 'vol-1' } } },
    ['changed volume/vol-1'],
  ],
  [
    'DetachVolume',
    { volumeId: 'vol-1' },
    { volumeId: 'vol-1', instanceId: 'i-0a1', status: 'detaching' },
    ['changed volume/vol-1', 'changed instance/i-0a1'],
  ],
  ['CreateSnapshot', { volumeId: 'vol-1' }, { snapshotId: 'snap-1' }, ['created :snapshot/snap-1']],
  [
    'CreateSnapshots',
    { CreateSnapshotsRequest: { InstanceSpecification: { InstanceId: 'i-0a1' } } },
    {
      CreateSnapshotsResponse: {
        snapshotSet: { item: [{ snapshotId: 'snap-1' }, { snapshotId: 'snap-2' }] },
      },
    },
    ['created :snapshot/snap-1', 'created :snapshot/snap-2'],
  ],
  [
    'CopySnapshot',
    { sourceRegion: 'us-east-1', sourceSnapshotId: 'snap-9' },
    { snapshotId: 'snap-1' },
    ['created :snapshot/snap-1'],
  ],
  [
    'EnableFastSnapshotRestores',
    { EnableFastSnapshotRestoresRequest: { SourceSnapshotId: { tag: 1, content: 'snap-1' } } },
    null,
    ['changed :snapshot/snap-1'],
  ],
  ['DeleteSnapshot', { snapshotId: 'snap-1' }, { _return: true }, ['deleted :snapshot/snap-1']],
  ['CreateImage', { instanceId: 'i-0a1', name: 'gold' }, { imageId: 'ami-1' }, ['created :image/ami-1']],
  ['ModifyImageAttribute', { imageId: 'ami-1' }, { _return: true }, ['changed :image/ami-1']],
  ['DeregisterImage', { imageId: 'ami-1' }, { _return: true }, ['deleted :image/ami-1']],
  [
    'EnableEbsEncryptionByDefault',
    { EnableEbsEncryptionByDefaultRequest: '' },
    null,
    ['changed ebs-encryption-by-default'],
  ],
  ['EnableSnapshotBlockPublicAccess', null, null, ['changed snapshot-block-public-access']],
  ['ModifyInstanceMetadataDefaults', null, null, ['changed instance-metadata-defaults']],
];

describe('what EC2’s events change', () => {
  it.each([...instances, ...storage])('%s', (name, request, response, effects) => {
    expect(effectsOf(name, request, response)).toEqual(effects);
  });

  it('finds each kind of resource in a call that tags many', () => {
    const ids = [
      'i-0a1',
      'ami-1',
      'sgr-1',
      'tgw-1',
      'tgw-attach-1',
      'sg-1',
      'ipam-pool-1',
      'rubbish',
      'vpc-1',
    ];
    const tagged = effectsOf('CreateTags', {
      resourcesSet: items(...ids.map((resourceId) => ({ resourceId }))),
    });
    expect(tagged.map((effect) => effect.replace('changed ', '')).sort()).toEqual([
      ...[':image/ami-1', 'arn:aws:ec2::210987654321:ipam-pool/ipam-pool-1', 'instance/i-0a1'],
      ...['security-group-rule/sgr-1', 'security-group/sg-1'],
      ...['transit-gateway-attachment/tgw-attach-1', 'transit-gateway/tgw-1', 'vpc/vpc-1'],
    ]);
  });

  it('takes no id of another kind, nor what is not an id', () => {
    expect(effectsOf('ModifyVpcAttribute', { vpcId: 'vpce-1' })).toEqual([]);
    expect(effectsOf('DeleteVolume', { volumeId: 'vol-1/../x' })).toEqual([]);
  });

  it('knows a spot instance that AWS took back', () => {
    const event = { eventType: 'AwsServiceEvent', serviceEventDetails: { instanceIdSet: ['i-0a1'] } };
    expect(effectsOf('BidEvictedEvent', null, null, event)).toEqual(['deleted instance/i-0a1']);
  });

  it('takes the partition from who called', () => {
    const userIdentity = { arn: 'arn:aws-cn:iam::210987654321:user/ops' };
    const china = judged('DeleteSnapshot', { snapshotId: 'snap-1' }, null, { userIdentity });
    expect(china.resources[0]?.arn).toBe('arn:aws-cn:ec2:eu-west-1::snapshot/snap-1');
  });

  it('leaves calls alone that failed', () => {
    const failed = judged('DeleteVpc', { vpcId: 'vpc-1' }, null, { errorCode: 'DependencyViolation' });
    expect(failed).toMatchObject({ disposition: 'ignored', reason: 'failed_call', resources: [] });
  });
});
