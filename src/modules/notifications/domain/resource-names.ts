/** What people call many of a type; a type that is not here is named by its own words. */
const NAMES: Record<string, string> = {
  'AWS::EC2::Instance': 'EC2 Instances',
  'AWS::EC2::Volume': 'EBS Volumes',
  'AWS::EC2::Snapshot': 'EBS Snapshots',
  'AWS::EC2::EIP': 'Elastic IPs',
  'AWS::EC2::Image': 'AMIs',
  'AWS::EC2::VPC': 'VPCs',
  'AWS::EC2::NetworkAcl': 'Network ACLs',
  'AWS::EC2::SecurityGroup': 'Security Groups',
  'AWS::EC2::EbsEncryptionByDefault': 'EBS encryption defaults',
  'AWS::EC2::SnapshotBlockPublicAccess': 'Snapshot public access blocks',
  'AWS::EC2::InstanceMetadataDefaults': 'Instance metadata defaults',
  'AWS::S3::Bucket': 'S3 Buckets',
  'AWS::S3::AccountPublicAccessBlock': 'S3 account settings',
  'AWS::IAM::User': 'IAM Users',
  'AWS::IAM::AccessKey': 'Access Keys',
  'AWS::IAM::Root': 'Root users',
  'AWS::IAM::AccountPasswordPolicy': 'Password policies',
  'AWS::IAM::VirtualMFADevice': 'Virtual MFA devices',
  'AWS::CertificateManager::Certificate': 'ACM Certificates',
  'AWS::CloudTrail::AccountTrails': 'Accounts’ trails',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Load Balancers',
  'AWS::EFS::FileSystem': 'EFS File Systems',
  'AWS::DynamoDB::Table': 'DynamoDB Tables',
  'AWS::Lambda::Function': 'Lambda Functions',
  'AWS::RDS::DBInstance': 'RDS Instances',
  'AWS::RDS::DBCluster': 'RDS Clusters',
  'AWS::RDS::DBSnapshot': 'RDS Snapshots',
  'AWS::RDS::DBClusterSnapshot': 'RDS Cluster Snapshots',
  'AWS::Logs::LogGroup': 'Log Groups',
  'AWS::SSM::ManagedInstance': 'Managed Instances',
  'AWS::SecretsManager::Secret': 'Secrets',
};

/** Those whose region says nothing: they belong to the account, or their name is one in the world. */
export const isAccountWide = (resourceType: string): boolean =>
  resourceType.startsWith('AWS::IAM::') || resourceType.startsWith('AWS::S3::');

/** `EC2 Instances`, and of a type that nobody has named here: `ECR Repositories`. */
export function pluralOf(resourceType: string): string {
  const known = NAMES[resourceType];
  if (known !== undefined) return known;
  const [, service, name] = resourceType.split('::');
  if (service === undefined || name === undefined) return resourceType;
  return `${service} ${plural(name.replace(/([a-z0-9])([A-Z])/g, '$1 $2'))}`;
}

function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

const FRAMEWORKS: Record<string, string> = { soc2: 'SOC 2', hipaa: 'HIPAA', gdpr: 'GDPR', fsbp: 'AWS FSBP' };

/** What people call a framework, with its version where there are several; one that a tenant has made keeps its id. */
export function frameworkName(id: string): string {
  const [, kind, version = ''] = /^(cis|pci-dss)-(\d[\d.]*)$/.exec(id) ?? [];
  if (kind !== undefined) return `${kind === 'cis' ? 'CIS' : 'PCI DSS'} ${version}`;
  return FRAMEWORKS[id] ?? id;
}
