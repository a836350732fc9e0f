import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { ec2Instance } from '../../resources/ec2/instance.js';
import { isOlderThan } from '../shared.js';

/** AWS tells the last start only: an instance that was stopped and started between begins anew. */
export const instanceOlder = control({
  id: 'ec2_instance_older_than_specific_days',
  on: ec2Instance,
  severity: 'medium',
  class: 'security',
  title: 'EC2 instance runs without a break for too long',
  risk:
    'What nobody replaces drifts away from its image: kernels wait for a reboot, changes by hand pile up, and nobody ' +
    'knows whether the instance would start again.',
  remediation: {
    text: 'Replace the instance by one from a current image, or patch it and start it anew.',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-best-practices.html',
  },
  needs: [],
  parameters: { maxAgeDays: 180 },
  decide: ({ state, launchTime }, { now, parameters: { maxAgeDays } }) => {
    if (state !== 'running') return notApplicable({ state });
    const evidence = { state, launchTime, maxAgeDays };
    if (launchTime === null) return undecided('AWS gave no launch time', evidence);
    return isOlderThan(launchTime, maxAgeDays, now) ? fail(evidence) : pass(evidence);
  },
});
