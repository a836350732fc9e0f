import { z } from 'zod';
import { at, call, MARK, MARK_TAG } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

const flowLog = z.object({
  FlowLogId: z.string(),
  FlowLogStatus: z.string().optional(),
  TrafficType: z.string().optional(),
  LogDestination: z.string().optional(),
  LogDestinationType: z.string().optional(),
  LogGroupName: z.string().optional(),
  /** None before the first delivery: of concern is only that one failed. */
  DeliverLogsStatus: z
    .string()
    .optional()
    .transform((status) => (status === 'FAILED' ? status : undefined)),
  DeliverLogsErrorMessage: z.string().optional(),
});
type FlowLog = z.infer<typeof flowLog>;

const settings = z.object({
  /** ARN of a bucket (with a folder behind it, if wanted) or a log group; may hold `{region}` and `{accountId}`. */
  destination: z
    .string()
    .regex(/^arn:[\w-]+:(s3:::|logs:[\w{}-]+:[\w{}]+:log-group:).+$/)
    .optional(),
  /** Of a log group: by which role records are written. Its ARN may hold `{accountId}`. */
  roleArn: z.string().optional(),
  trafficType: z.enum(['ALL', 'REJECT']).default('ALL'),
});

/** As the control asks: what fails to deliver records nothing. */
const works = (log: FlowLog): boolean =>
  (log.FlowLogStatus ?? 'ACTIVE') === 'ACTIVE' &&
  log.DeliverLogsStatus !== 'FAILED' &&
  ['ALL', 'REJECT'].includes(log.TrafficType ?? '');

const AS = 'flowLog';

/** AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
export const recordFlows = fix({
  controls: ['vpc_flow_logs_enabled'],
  type: 'AWS::EC2::VPC',
  title: 'Record the traffic of the VPC in a flow log',
  settings,
  reads: {
    logs: read(
      'ec2',
      'DescribeFlowLogs',
      z.object({
        FlowLogs: z
          .array(flowLog)
          .transform((logs) => logs.toSorted((a, b) => (a.FlowLogId < b.FlowLogId ? -1 : 1))),
      }),
      ({ name }) => ({ Filter: [{ Name: 'resource-id', Values: [name] }] }),
    ),
  },
  actions: [
    ...['ec2:CreateFlowLogs', 'ec2:DescribeFlowLogs', 'ec2:DeleteFlowLogs', 'ec2:CreateTags'],
    // delivery to a bucket or a log group: vpc/latest/userguide/flow-logs-s3-permissions.html
    ...['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'iam:PassRole'],
  ],
  plan: ({ target, state: { logs }, settings: { destination, roleArn, trafficType } }) => {
    if (logs.FlowLogs.some(works)) return nothing('It has a flow log that works');
    if (destination === undefined) {
      return refuse('Set destination (the ARN of a bucket or a log group) for this fix in the guardrails');
    }
    const filled = (text: string) =>
      text.replaceAll('{region}', target.region).replaceAll('{accountId}', target.accountId);
    const where = filled(destination).replace(/:\*$/, '');
    const logGroup = /:log-group:([^:]+)/.exec(where)?.[1];
    if (logGroup !== undefined && roleArn === undefined) {
      return refuse('Set roleArn for this fix: a log group takes records by a role');
    }
    if (logGroup !== undefined && !where.includes(`:logs:${target.region}:${target.accountId}:`)) {
      return refuse(
        `The log group has to be of ${target.accountId}, in ${target.region}: write {accountId} and {region}`,
      );
    }
    const failing = logs.FlowLogs.find(
      (log) => log.LogDestination === where || (logGroup !== undefined && log.LogGroupName === logGroup),
    );
    if (failing !== undefined) {
      return refuse(
        `${failing.FlowLogId} writes there, and ${failing.DeliverLogsErrorMessage ?? 'does not record what is asked for'}: mend that one`,
      );
    }
    return change(
      `A flow log will write ${trafficType === 'ALL' ? 'all' : 'the rejected'} traffic of the VPC to ${where}, which is paid for by its size`,
      [
        call(
          'ec2',
          'CreateFlowLogs',
          {
            ...{ ResourceIds: [target.name], ResourceType: 'VPC', TrafficType: trafficType },
            ...(logGroup === undefined || roleArn === undefined
              ? { LogDestinationType: 's3', LogDestination: where }
              : {
                  ...{ LogDestinationType: 'cloud-watch-logs', LogGroupName: logGroup },
                  DeliverLogsPermissionArn: filled(roleArn),
                }),
            TagSpecifications: [{ ResourceType: 'vpc-flow-log', Tags: [{ Key: MARK_TAG, Value: MARK }] }],
          },
          {
            ...{ as: AS, token: 'ClientToken' },
            made: {
              operation: 'DescribeFlowLogs',
              input: { Filter: [{ Name: `tag:${MARK_TAG}`, Values: [MARK] }] },
              items: 'FlowLogs',
            },
          },
        ),
      ],
    );
  },
  restore: ({ results }) => {
    // as the making call answers, or as the one that found what it had made
    const id = at(results[AS], 'FlowLogIds.0') ?? at(results[AS], 'FlowLogId');
    return id === undefined
      ? []
      : [call('ec2', 'DeleteFlowLogs', { FlowLogIds: [id] }, { done: ['InvalidFlowLogId.NotFound'] })];
  },
});
