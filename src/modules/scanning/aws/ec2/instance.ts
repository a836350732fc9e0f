import { type Instance } from '@aws-sdk/client-ec2';
import { type Aws } from '../../../../platform/aws/index.js';
import { ec2Instance, type Ec2Instance } from '../../domain/resources/ec2/instance.js';
import { byKey, idOf, tagMap, text, time } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, unlessGone } from '../reader.js';
import { volumesOfInstances } from './attached-volumes.js';
import { cpuOfInstances } from './cpu.js';

const PAGE = 1_000;

export const ec2InstanceReader = reader(ec2Instance, {
  scope: 'region',
  list: async function* (aws) {
    const ec2 = await aws.ec2();
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeInstances({ MaxResults: PAGE, NextToken });
      yield await withParts(
        aws,
        (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances),
      );
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => {
    const here = aws.in(ref.region);
    const ec2 = await here.ec2();
    const found = await unlessGone(
      () => ec2.describeInstances({ InstanceIds: [idOf(ref)] }),
      'InvalidInstanceID.NotFound',
    );
    const instances = (found?.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
    const [instance] = await withParts(here, instances);
    return instance ?? null;
  },
});

/** Adds what has reads of its own, in a few calls for the whole page. */
async function withParts(aws: Aws, page: readonly Instance[]): Promise<Ec2Instance[]> {
  const instances = present(page.map((instance) => toInstance(instance, aws.emulated)));
  const inState = (state: string) => instances.filter((i) => i.state === state).map((i) => i.id);
  const [cpu, volumes] = await Promise.all([
    cpuOfInstances(aws, inState('running'), new Date()),
    volumesOfInstances(aws, inState('stopped')),
  ]);
  return instances.map((instance) => ({
    ...instance,
    cpu: cpu.get(instance.id) ?? null,
    attachedVolumes: volumes.get(instance.id) ?? (instance.state === 'stopped' ? [] : null),
  }));
}

/** A terminated instance is gone: AWS only goes on showing it for about an hour. */
function toInstance(instance: Instance, emulated: boolean): Ec2Instance | null {
  if (instance.InstanceId === undefined || instance.State?.Name === 'terminated') return null;
  return {
    id: instance.InstanceId,
    type: instance.InstanceType ?? 'unknown',
    state: instance.State?.Name ?? 'unknown',
    stateTransitionReason: text(instance.StateTransitionReason),
    launchTime: time(instance.LaunchTime),
    imageId: text(instance.ImageId),
    availabilityZone: text(instance.Placement?.AvailabilityZone),
    vpcId: text(instance.VpcId),
    subnetId: text(instance.SubnetId),
    privateIp: text(instance.PrivateIpAddress),
    publicIp: text(instance.PublicIpAddress),
    securityGroups: byKey(
      (instance.SecurityGroups ?? []).map(({ GroupId = '', GroupName = '' }) => ({
        id: GroupId,
        name: GroupName,
      })),
      (group) => group.id,
    ),
    instanceProfileArn: text(instance.IamInstanceProfile?.Arn),
    httpTokens: text(instance.MetadataOptions?.HttpTokens),
    // AWS always says; the emulator never does, and knows no other than Linux
    platformDetails: text(instance.PlatformDetails) ?? (emulated ? 'Linux/UNIX' : null),
    lifecycle: text(instance.InstanceLifecycle),
    tenancy: text(instance.Placement?.Tenancy),
    volumeIds: (instance.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.VolumeId ?? []).sort(),
    tags: tagMap(instance.Tags),
    cpu: null,
    attachedVolumes: null,
  };
}
