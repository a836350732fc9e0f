import { control, fail, notApplicable, pass } from '../../control.js';
import { ec2SecurityGroup } from '../../resources/ec2/security-group.js';

/**
 * Security Hub's EC2.22: no network interface has the group. A group that only another group's rules name is unused
 * all the same, since it has no members whom those rules could let in. The default group cannot be deleted.
 */
export const securityGroupUnused = control({
  id: 'ec2_securitygroup_not_used',
  on: ec2SecurityGroup,
  severity: 'medium',
  class: 'security',
  title: 'Security group is used by nothing',
  risk: 'Old groups with wide rules get picked again by mistake, and hide the ones that matter.',
  remediation: {
    text: 'Delete the group, unless something that is switched off now will need it.',
    steps: [
      'Look for it in launch templates, Auto Scaling groups and Batch environments that have no machine at the moment.',
      'Remove the rules of other groups that name it.',
      'Delete the group.',
    ],
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/deleting-security-groups.html',
  },
  needs: ['attached'],
  decide: ({ name, attached }) => {
    if (name === 'default') return notApplicable({ name });
    return attached ? pass({ attached }) : fail({ attached });
  },
});
