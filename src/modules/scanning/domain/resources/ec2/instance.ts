import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, isoTime, nameTag, tags } from '../shared.js';

/** Full days of CPU averages that the reader asks for, today's beginning beside them. */
export const CPU_DAYS = 14;

/** What an instance's CPU did, as CloudWatch's daily averages (UTC days, today's is of the day so far). */
export const cpuUse = z.object({
  /** Plain average of the daily averages. */
  averagePercent: z.number(),
  /** How many days were asked for; `datapoints` of them have a value. */
  days: z.number().int(),
  datapoints: z.number().int(),
  daily: z.array(z.object({ day: z.iso.date(), averagePercent: z.number() })),
});

export const attachedVolume = z.object({
  volumeId: z.string(),
  sizeGb: z.number(),
  volumeType: z.string(),
  iops: z.number().nullable(),
  throughput: z.number().nullable(),
});

export const instanceInterface = z.object({
  id: z.string(),
  /** `interface`, `efa`, `efa-only`, `trunk` … */
  kind: z.string(),
  subnetId: z.string().nullable(),
  /** IPv4, of all its private addresses. */
  publicIps: z.array(z.string()),
});

export const ec2Instance = resourceType({
  type: 'AWS::EC2::Instance',
  service: 'ec2',
  schema: z.object({
    id: z.string(),
    type: z.string(),
    state: z.string(),
    /** As AWS words it: `User initiated (2024-01-15 10:30:00 GMT)`, or empty. */
    stateTransitionReason: z.string().nullable(),
    /** Of the last start, not of the first. */
    launchTime: isoTime.nullable(),
    imageId: z.string().nullable(),
    availabilityZone: z.string().nullable(),
    vpcId: z.string().nullable(),
    subnetId: z.string().nullable(),
    privateIp: z.string().nullable(),
    /** Of the primary private address alone; those of the others are with their interfaces. */
    publicIp: z.string().nullable(),
    publicDns: z.string().nullable(),
    networkInterfaces: z.array(instanceInterface),
    securityGroups: z.array(z.object({ id: z.string(), name: z.string() })),
    instanceProfileArn: z.string().nullable(),
    /** IMDSv2: `required` or `optional`. */
    httpTokens: z.string().nullable(),
    /** The metadata service itself: `enabled` or `disabled`. */
    httpEndpoint: z.string().nullable(),
    httpPutResponseHopLimit: z.number().int().nullable(),
    /** Detailed monitoring: `enabled`, `disabled`, or on the way (`pending`, `disabling`). */
    monitoring: z.string().nullable(),
    /** `hvm` or `paravirtual`. */
    virtualizationType: z.string().nullable(),
    ebsOptimized: z.boolean(),
    keyName: z.string().nullable(),
    /** Of the launch template it was started from, as the tag that EC2 itself gives tells. */
    launchTemplateId: z.string().nullable(),
    /** What is billed beside the hardware: `Linux/UNIX`, `Windows`, `Red Hat Enterprise Linux` … */
    platformDetails: z.string().nullable(),
    /** `spot`, or null for on-demand. */
    lifecycle: z.string().nullable(),
    tenancy: z.string().nullable(),
    volumeIds: z.array(z.string()),
    tags,
    /** Read for running instances; null: not running, or CloudWatch has no value. */
    cpu: part(cpuUse.nullable()),
    /** Read for stopped instances, where they are all that is still paid for; null for the others. */
    attachedVolumes: part(z.array(attachedVolume).nullable()),
  }),
  // attachedVolumes comes and goes with the state; what is attached is told by volumeIds
  volatile: ['cpu', 'attachedVolumes'],
  arn: (instance, at) => ec2Arn('instance', instance.id, at),
  name: nameTag,
  tags: (instance) => instance.tags,
  relates: (instance, at) => [
    ...instance.volumeIds.map((id) => ec2Arn('volume', id, at)),
    ...instance.securityGroups.map((group) => ec2Arn('security-group', group.id, at)),
    ...instance.networkInterfaces.map(({ id }) => ec2Arn('network-interface', id, at)),
    ...(instance.subnetId === null ? [] : [ec2Arn('subnet', instance.subnetId, at)]),
    ...(instance.vpcId === null ? [] : [ec2Arn('vpc', instance.vpcId, at)]),
    ...(instance.instanceProfileArn === null ? [] : [instance.instanceProfileArn]),
  ],
});

export type Ec2Instance = z.infer<typeof ec2Instance.schema>;
export type InstanceInterface = z.infer<typeof instanceInterface>;
export type CpuUse = z.infer<typeof cpuUse>;
export type AttachedVolume = z.infer<typeof attachedVolume>;
