import { type FlowLog } from '@aws-sdk/client-ec2';
import { ec2FlowLog, type Ec2FlowLog } from '../../domain/resources/ec2/flow-log.js';
import { idOf, tagMap, text, time } from '../fields.js';
import { present } from '../map-concurrent.js';
import { unlessGone } from '../reader.js';
import { pagesOf } from './pages.js';
import { readerBefore } from './read-before.js';

const PAGE = 1_000;

/** Listed with the VPCs, which tell nothing of them. */
export const ec2FlowLogReader = readerBefore(ec2FlowLog, {
  pages: async function* (aws) {
    const ec2 = await aws.ec2();
    const pages = pagesOf((NextToken) => ec2.describeFlowLogs({ MaxResults: PAGE, NextToken }));
    for await (const { FlowLogs = [] } of pages) yield present(FlowLogs.map(toFlowLog));
  },
  describe: async (aws, ref) => {
    const ec2 = await aws.in(ref.region).ec2();
    const found = await unlessGone(
      () => ec2.describeFlowLogs({ FlowLogIds: [idOf(ref)] }),
      'InvalidFlowLogId.NotFound',
    );
    const [log] = found?.FlowLogs ?? [];
    return log === undefined ? null : toFlowLog(log);
  },
});

export function toFlowLog(log: FlowLog): Ec2FlowLog | null {
  if (log.FlowLogId === undefined) return null;
  return {
    id: log.FlowLogId,
    status: text(log.FlowLogStatus),
    trafficType: text(log.TrafficType),
    delivery: text(log.DeliverLogsStatus),
    deliveryError: text(log.DeliverLogsErrorMessage),
    resourceId: text(log.ResourceId),
    destinationType: text(log.LogDestinationType),
    destination: text(log.LogDestination),
    logGroupName: text(log.LogGroupName),
    roleArn: text(log.DeliverLogsPermissionArn),
    logFormat: text(log.LogFormat),
    aggregationSeconds: log.MaxAggregationInterval ?? null,
    createdAt: time(log.CreationTime),
    tags: tagMap(log.Tags),
  };
}
