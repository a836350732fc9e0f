import { z } from 'zod';
import { resourceType } from '../../resource-type.js';
import { ec2Arn, isoTime, nameTag, tags } from '../shared.js';

/** What a flow log records, and whether its records arrive. */
export const flowLogRecords = z.object({
  id: z.string(),
  /** AWS knows no other than `ACTIVE`. */
  status: z.string().nullable(),
  /** `ALL`, `REJECT`, `ACCEPT`; null for a transit gateway's, which knows no such difference. */
  trafficType: z.string().nullable(),
  /** `SUCCESS` or `FAILED`; null before the first delivery. */
  delivery: z.string().nullable(),
  /** Why it failed, e.g. `Access error`. */
  deliveryError: z.string().nullable(),
});

const KINDS: Readonly<Record<string, string>> = {
  vpc: 'vpc',
  subnet: 'subnet',
  eni: 'network-interface',
  tgw: 'transit-gateway',
};

export const ec2FlowLog = resourceType({
  type: 'AWS::EC2::FlowLog',
  service: 'ec2',
  schema: flowLogRecords.extend({
    /** The VPC, subnet, network interface or transit gateway whose traffic it records. */
    resourceId: z.string().nullable(),
    /** `cloud-watch-logs`, `s3`, `kinesis-data-firehose` */
    destinationType: z.string().nullable(),
    /** ARN. */
    destination: z.string().nullable(),
    logGroupName: z.string().nullable(),
    roleArn: z.string().nullable(),
    logFormat: z.string().nullable(),
    aggregationSeconds: z.number().nullable(),
    createdAt: isoTime.nullable(),
    tags,
  }),
  volatile: [],
  arn: (log, at) => ec2Arn('vpc-flow-log', log.id, at),
  name: nameTag,
  tags: (log) => log.tags,
  relates: ({ resourceId, roleArn }, at) => {
    const kind = KINDS[resourceId?.slice(0, resourceId.indexOf('-')) ?? ''];
    return [
      ...(resourceId === null || kind === undefined ? [] : [ec2Arn(kind, resourceId, at)]),
      ...(roleArn === null ? [] : [roleArn]),
    ];
  },
});

export type Ec2FlowLog = z.infer<typeof ec2FlowLog.schema>;
export type FlowLogRecords = z.infer<typeof flowLogRecords>;
