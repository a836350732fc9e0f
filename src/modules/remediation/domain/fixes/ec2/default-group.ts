import { z } from 'zod';
import { change, fix, nothing, read, refuse } from '../../fix.js';
import { authorize, hasTagsOfAws, revoke, rulesOfGroup, textOf, TOO_MANY } from './group-rules.js';

/** All rules of a VPC's default group, in and out. vpc/latest/userguide/default-security-group.html */
export const emptyDefaultGroup = fix({
  controls: ['ec2_securitygroup_default_restrict_traffic'],
  type: 'AWS::EC2::SecurityGroup',
  title: 'Remove all rules of the default security group',
  reads: {
    rules: rulesOfGroup,
    group: read(
      'ec2',
      'DescribeSecurityGroups',
      z.object({ SecurityGroups: z.array(z.object({ GroupName: z.string() })) }),
      ({ name }) => ({ GroupIds: [name] }),
      { isContext: true },
    ),
    // some of them suffice: one is reason enough
    users: read(
      'ec2',
      'DescribeNetworkInterfaces',
      z.object({
        NetworkInterfaces: z
          .array(z.object({ NetworkInterfaceId: z.string() }))
          .transform((all) => all.map(({ NetworkInterfaceId }) => NetworkInterfaceId).sort()),
      }),
      ({ name }) => ({ Filters: [{ Name: 'group-id', Values: [name] }] }),
      { isContext: true },
    ),
  },
  actions: [
    ...[
      'ec2:RevokeSecurityGroupIngress',
      'ec2:RevokeSecurityGroupEgress',
      'ec2:AuthorizeSecurityGroupIngress',
    ],
    ...['ec2:AuthorizeSecurityGroupEgress', 'ec2:CreateTags'],
  ],
  plan: ({ target: { name }, state: { rules, group, users } }) => {
    if (group.SecurityGroups[0]?.GroupName !== 'default')
      return refuse('It is not the default group of a VPC');
    if (rules.NextToken !== undefined) return refuse(TOO_MANY);
    const all = rules.SecurityGroupRules;
    if (all.length === 0) return nothing('It has no rules');
    const [first] = users.NetworkInterfaces;
    if (first !== undefined) {
      return refuse(
        `${users.NetworkInterfaces.length} network interfaces use it, ${first} first: give them another group before`,
      );
    }
    if (all.some(hasTagsOfAws)) return refuse('AWS manages a rule: change what has made it');
    return change(
      all.map((rule) => `No longer lets ${rule.IsEgress ? 'out' : 'in'} ${textOf(rule)}`),
      all.map((rule) => revoke(name, rule)),
    );
  },
  restore: ({ target: { name }, before: { rules } }) =>
    rules.SecurityGroupRules.map((rule) => authorize(name, rule)),
});
