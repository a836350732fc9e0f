import { control, fail, pass, undecided } from '../../control.js';
import { ec2Instance } from '../../resources/ec2/instance.js';

/** `pending`: it was switched on and is about to begin. */
const ON = ['enabled', 'pending'];

export const instanceMonitoring = control({
  id: 'ec2_instance_detailed_monitoring_enabled',
  on: ec2Instance,
  severity: 'low',
  class: 'security',
  title: 'EC2 instance has no detailed monitoring',
  risk: 'With a value each five minutes instead of each minute, alarms and scaling see a failure or an attack late.',
  remediation: {
    text: 'Enable detailed monitoring; CloudWatch charges for its metrics.',
    steps: ['aws ec2 monitor-instances --instance-ids ID'],
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html',
  },
  needs: [],
  decide: ({ state, monitoring }) => {
    if (monitoring === null) return undecided('AWS does not tell the monitoring of the instance', { state });
    return ON.includes(monitoring) ? pass({ state, monitoring }) : fail({ state, monitoring });
  },
});
