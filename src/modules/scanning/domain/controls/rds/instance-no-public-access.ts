import { control, fail, pass, undecided } from '../../control.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';

/** Decides by the setting alone, as CIS and FSBP do: a security group that filters today may be opened tomorrow. */
export const instanceNoPublicAccess = control({
  id: 'rds_instance_no_public_access',
  on: rdsDbInstance,
  severity: 'critical',
  class: 'security',
  title: 'DB instance is publicly accessible',
  risk: 'Its name resolves to a public address: only security groups stand between the database and the internet, where logins are tried all day.',
  remediation: {
    text: 'Turn PubliclyAccessible off, and reach the database from within the VPC, by VPN or through a bastion.',
    steps: [
      'Check which clients connect from outside the VPC, and give them another way in',
      'ModifyDBInstance with PubliclyAccessible=false',
      'Move the instance to a subnet group of private subnets',
    ],
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html',
  },
  needs: [],
  decide: ({ publiclyAccessible, vpcId, securityGroupIds, port }) => {
    const evidence = { publiclyAccessible, vpcId, securityGroupIds, port };
    if (publiclyAccessible === null) return undecided('AWS gave no PubliclyAccessible', evidence);
    return publiclyAccessible ? fail(evidence) : pass(evidence);
  },
});
