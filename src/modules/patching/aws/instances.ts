import type { Instance as Ec2Instance, Tag } from '@aws-sdk/client-ec2';
import type { Aws } from '../../../platform/aws/index.js';
import type { Instance } from './patching-aws.js';

/** Those of the ids that are there: by a filter, since AWS refuses a list of ids of which it knows one not. */
export async function instancesOf(aws: Aws, ids: readonly string[]): Promise<Instance[]> {
  const ec2 = await aws.ec2();
  const found: Instance[] = [];
  // a filter takes 200 values (AWSEC2/latest/UserGuide/Using_Filtering.html)
  for (let start = 0; start < ids.length; start += 200) {
    const Filters = [{ Name: 'instance-id', Values: ids.slice(start, start + 200) }];
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeInstances({ Filters, NextToken });
      const all = (page.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
      found.push(...all.flatMap(toInstance));
      NextToken = page.NextToken;
    } while (NextToken);
  }
  return found;
}

function toInstance(one: Ec2Instance): Instance[] {
  if (one.InstanceId === undefined) return [];
  const volumes = (one.BlockDeviceMappings ?? []).flatMap(({ DeviceName, Ebs }) =>
    Ebs?.VolumeId === undefined ? [] : [{ device: DeviceName, id: Ebs.VolumeId }],
  );
  return [
    {
      instanceId: one.InstanceId,
      state: one.State?.Name ?? 'unknown',
      zone: one.Placement?.AvailabilityZone ?? null,
      rootDevice: one.RootDeviceType ?? 'unknown',
      rootVolumeId: volumes.find(({ device }) => device === one.RootDeviceName)?.id ?? null,
      volumeIds: volumes.map(({ id }) => id),
      isWindows: one.Platform?.toLowerCase() === 'windows',
      privateIp: one.PrivateIpAddress ?? null,
      tags: tagsOf(one.Tags),
    },
  ];
}

export const tagsOf = (tags: readonly Tag[] | undefined): Record<string, string> =>
  Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));

/** Not told of while it is not running. */
export async function isWell(aws: Aws, instanceId: string): Promise<boolean> {
  const ec2 = await aws.ec2();
  const { InstanceStatuses: [status] = [] } = await ec2.describeInstanceStatus({ InstanceIds: [instanceId] });
  return status?.InstanceStatus?.Status === 'ok' && status.SystemStatus?.Status === 'ok';
}

/** Those that take instances as their targets: one by its addresses does not say whose they are. */
export async function targetGroupsOf(
  aws: Aws,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string[]>> {
  const elb = await aws.elb();
  const wanted = new Set(ids);
  const groups = new Map<string, string[]>();
  let Marker: string | undefined;
  do {
    const page = await elb.describeTargetGroups({ Marker });
    for (const group of page.TargetGroups ?? []) {
      if (group.TargetType !== 'instance' || group.TargetGroupArn === undefined) continue;
      const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({
        TargetGroupArn: group.TargetGroupArn,
      });
      for (const { Target } of TargetHealthDescriptions) {
        const id = Target?.Id ?? '';
        if (wanted.has(id)) groups.set(id, [...(groups.get(id) ?? []), group.TargetGroupName ?? '']);
      }
    }
    Marker = page.NextMarker;
  } while (Marker);
  return groups;
}
