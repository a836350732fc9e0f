import { control, fail, notApplicable, pass } from '../../control.js';
import { ec2SecurityGroup } from '../../resources/ec2/security-group.js';

export const securityGroupDefault = control({
  id: 'ec2_securitygroup_default_restrict_traffic',
  on: ec2SecurityGroup,
  severity: 'high',
  class: 'security',
  title: 'Default security group of a VPC lets traffic through',
  risk: 'What is launched without a security group gets this one, and with it rules that nobody chose for it.',
  remediation: {
    text: 'Remove all rules of the default group, in and out, and give each resource a group of its own.',
    steps: [
      'Find what uses the group: the network interfaces that have it.',
      'Give each of those a security group with the rules that it needs.',
      'Remove every inbound and outbound rule of the default group. The group itself cannot be deleted.',
    ],
    url: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
  },
  needs: [],
  decide: ({ name, ingress, egress }) => {
    if (name !== 'default') return notApplicable({ name });
    const evidence = { inboundRules: ingress.length, outboundRules: egress.length };
    return ingress.length + egress.length === 0 ? pass(evidence) : fail(evidence);
  },
});
