import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing } from '../../fix.js';
import { describing, GONE, instanceRead, ofInstance } from './instance.js';

/** `pending` and `disabling` are on their way. */
const settled = z
  .string()
  .transform((state) => ({ pending: 'enabled', disabling: 'disabled' })[state] ?? state);

const waited = (name: string, is: readonly string[]) =>
  call('ec2', 'DescribeInstances', describing({ name }), {
    until: { path: ofInstance('Monitoring.State'), is, withinSeconds: 120 },
  });

/** AWSEC2/latest/UserGuide/manage-detailed-monitoring.html */
export const monitorInDetail = fix({
  controls: ['ec2_instance_detailed_monitoring_enabled'],
  type: 'AWS::EC2::Instance',
  title: 'Turn on detailed monitoring of the instance',
  reads: { instance: instanceRead(z.object({ Monitoring: z.object({ State: settled }) })) },
  actions: ['ec2:MonitorInstances', 'ec2:UnmonitorInstances', 'ec2:DescribeInstances'],
  plan: ({ target: { name }, state: { instance } }) => {
    if (instance === null) return nothing(GONE);
    if (instance.Monitoring.State === 'enabled') return nothing('It is on');
    return change('CloudWatch will have its metrics each minute, at the price of seven custom metrics', [
      call('ec2', 'MonitorInstances', { InstanceIds: [name] }),
      waited(name, ['enabled', 'pending']),
    ]);
  },
  restore: ({ target: { name }, before: { instance } }) =>
    instance?.Monitoring.State === 'disabled'
      ? [call('ec2', 'UnmonitorInstances', { InstanceIds: [name] }), waited(name, ['disabled', 'disabling'])]
      : [],
});
