import { control, fail, notApplicable, pass } from '../../control.js';
import { ec2NetworkAcl } from '../../resources/ec2/network-acl.js';

export const networkAclUnused = control({
  id: 'ec2_networkacl_unused',
  on: ec2NetworkAcl,
  severity: 'low',
  class: 'security',
  title: 'Network ACL is associated with no subnet',
  risk: 'A list that guards nothing is taken for one that does.',
  remediation: {
    text: 'Delete the network ACL, or associate it with the subnets that it was made for.',
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAcl.html',
  },
  needs: [],
  // the default one goes with its VPC, and cannot be deleted before
  decide: ({ isDefault, subnetIds }) => {
    if (isDefault) return notApplicable({ isDefault });
    return subnetIds.length > 0 ? pass({ subnetIds }) : fail({ subnetIds });
  },
});
