import { type Instance, type InstanceNetworkInterface } from '@aws-sdk/client-ec2';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence } from '../../domain/part.js';
import {
  ec2Instance,
  type Ec2Instance,
  type InstanceInterface,
} from '../../domain/resources/ec2/instance.js';
import { byKey, idOf, tagMap, text, time } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, readParts, type ResourceRef, unlessGone, type Want } from '../reader.js';
import { volumesOfInstances } from './attached-volumes.js';
import { cpuOfInstances } from './cpu.js';

const PAGE = 1_000;
/** On all that a template starts: AWSEC2/latest/UserGuide/launch-instances-from-launch-template.html of AWS's docs. */
const LAUNCH_TEMPLATE_TAG = 'aws:ec2launchtemplate:id';

export const ec2InstanceReader = reader(ec2Instance, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const ec2 = await aws.ec2();
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeInstances({ MaxResults: PAGE, NextToken });
      const instances = (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
      yield await withParts(aws, instances, want);
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => (await describeInstances(aws.in(ref.region), [ref]))?.[0] ?? null,
  describeMany: describeInstances,
});

async function describeInstances(aws: Aws, refs: readonly ResourceRef[]): Promise<Ec2Instance[] | null> {
  const ec2 = await aws.ec2();
  const found = await unlessGone(
    () => ec2.describeInstances({ InstanceIds: refs.map(idOf) }),
    'InvalidInstanceID.NotFound',
  );
  if (found === null) return null;
  const instances = (found.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
  return withParts(aws, instances, null);
}

/** Adds what has reads of its own, in a few calls for the whole page. */
async function withParts(aws: Aws, page: readonly Instance[], want: Want): Promise<Ec2Instance[]> {
  const instances = present(page.map((instance) => toInstance(instance, aws.emulated)));
  const inState = (state: string) => instances.filter((i) => i.state === state).map((i) => i.id);
  const { cpu, attachedVolumes } = await readParts(want, {
    cpu: () => cpuOfInstances(aws, inState('running'), new Date()),
    attachedVolumes: () => volumesOfInstances(aws, inState('stopped')),
  });
  return instances.map((instance) => {
    const { id, state } = instance;
    // of the other states it is known without asking that there is none
    if (state === 'running') return { ...instance, cpu: isNoEvidence(cpu) ? cpu : (cpu.get(id) ?? null) };
    if (state !== 'stopped') return instance;
    return {
      ...instance,
      attachedVolumes: isNoEvidence(attachedVolumes) ? attachedVolumes : (attachedVolumes.get(id) ?? []),
    };
  });
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
    publicDns: text(instance.PublicDnsName),
    networkInterfaces: byKey((instance.NetworkInterfaces ?? []).map(toInterface), ({ id }) => id),
    securityGroups: byKey(
      (instance.SecurityGroups ?? []).map(({ GroupId = '', GroupName = '' }) => ({
        id: GroupId,
        name: GroupName,
      })),
      (group) => group.id,
    ),
    instanceProfileArn: text(instance.IamInstanceProfile?.Arn),
    httpTokens: text(instance.MetadataOptions?.HttpTokens),
    httpEndpoint: text(instance.MetadataOptions?.HttpEndpoint),
    httpPutResponseHopLimit: instance.MetadataOptions?.HttpPutResponseHopLimit ?? null,
    monitoring: text(instance.Monitoring?.State),
    virtualizationType: text(instance.VirtualizationType),
    ebsOptimized: instance.EbsOptimized ?? false,
    keyName: text(instance.KeyName),
    launchTemplateId: text(instance.Tags?.find(({ Key }) => Key === LAUNCH_TEMPLATE_TAG)?.Value),
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

/** An elastic IP address can be with any private address of an interface; the primary one's is told twice. */
function toInterface(one: InstanceNetworkInterface): InstanceInterface {
  const associations = [one.Association, ...(one.PrivateIpAddresses ?? []).map((ip) => ip.Association)];
  const publicIps = associations.flatMap((association) => text(association?.PublicIp) ?? []);
  return {
    id: one.NetworkInterfaceId ?? '',
    kind: text(one.InterfaceType) ?? 'interface',
    subnetId: text(one.SubnetId),
    publicIps: [...new Set(publicIps)].sort(),
  };
}
