import { control, fail, pass } from '../../control.js';
import { ec2Vpc } from '../../resources/ec2/vpc.js';

/**
 * Asked of the VPC as a whole, as CIS and Security Hub's EC2.6 do; that one wants rejected traffic recorded. A log
 * whose records do not arrive (delivery FAILED: its role or its destination is gone) records nothing.
 */
export const vpcFlowLogs = control({
  id: 'vpc_flow_logs_enabled',
  on: ec2Vpc,
  severity: 'medium',
  class: 'security',
  title: 'VPC has no working flow log',
  risk: 'Without records of its traffic nobody sees scans and leaks, or can tell afterwards what happened.',
  remediation: {
    text: 'Create a flow log of the VPC that records at least the rejected traffic.',
    steps: [
      'Choose a destination: an S3 bucket is cheaper, a CloudWatch log group can raise alarms.',
      'Create the flow log for the VPC with traffic type REJECT or ALL.',
      'Look after a quarter of an hour whether its delivery status is SUCCESS.',
    ],
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/working-with-flow-logs.html',
  },
  needs: ['flowLogs'],
  parameters: { trafficTypes: ['REJECT', 'ALL'] },
  decide: ({ flowLogs }, { parameters: { trafficTypes } }) => {
    const working = flowLogs.filter(
      ({ status, trafficType, delivery }) =>
        (status ?? 'ACTIVE') === 'ACTIVE' &&
        delivery !== 'FAILED' &&
        trafficTypes.includes(trafficType ?? ''),
    );
    return working.length > 0 ? pass({ flowLogs: working }) : fail({ flowLogs, trafficTypes });
  },
});
