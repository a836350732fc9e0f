import { alongWith, all, changed, created, deleted } from '../rule.js';
import { securityGroup, untracked } from './ec2-kinds.js';
import { byId, each } from './ec2-shapes.js';

const prefixList = untracked('prefix-list', 'pl');
const groups = all('AWS::EC2::SecurityGroup', 'region');

/** Security groups, whose rules are parts of them, and the prefix lists that rules name. */
export const securityGroupRules = {
  ...each(['CreateSecurityGroup'], ({ answered }) => created(securityGroup(answered('groupId')))),
  // in a default VPC a group may be called by its name: then only the answer tells the id
  ...each(['DeleteSecurityGroup'], ({ named }) => deleted(securityGroup(named('groupId')))),
  ...each(
    [
      'AuthorizeSecurityGroupIngress',
      'AuthorizeSecurityGroupEgress',
      'RevokeSecurityGroupIngress',
      'RevokeSecurityGroupEgress',
    ],
    ({ asked, answered }) =>
      changed(
        securityGroup(
          `${asked('groupId')}|${answered('securityGroupRuleSet[].groupId', 'revokedSecurityGroupRuleSet[].groupId')}`,
        ),
      ),
  ),
  ...byId(
    [
      ...['ModifySecurityGroupRules', 'AssociateSecurityGroupVpc', 'DisassociateSecurityGroupVpc'],
      ...['UpdateSecurityGroupRuleDescriptionsIngress', 'UpdateSecurityGroupRuleDescriptionsEgress'],
    ],
    'groupId',
    (path) => changed(securityGroup(path)),
  ),

  ...each(['CreateManagedPrefixList'], ({ answered }) =>
    created(prefixList(answered('prefixList.prefixListId'))),
  ),
  // what a list holds, the groups that name it let in
  ...byId(['ModifyManagedPrefixList', 'RestoreManagedPrefixListVersion'], 'prefixListId', (path) =>
    alongWith(changed(prefixList(path)), groups),
  ),
  ...byId(['DeleteManagedPrefixList'], 'prefixListId', (path) => deleted(prefixList(path))),
};
