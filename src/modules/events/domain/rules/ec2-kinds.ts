import { kind, type Target } from '../rule.js';

const OWN = 'arn:{partition}:ec2:{region}:{account}';

const REST = /^([0-9a-z]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Ids tell what they are of: `i-…`, `sg-…`. Anything else where an id should stand names no such resource. */
const startingWith =
  (prefix: string) =>
  (id: string): string | undefined =>
    id.startsWith(`${prefix}-`) && REST.test(id.slice(prefix.length + 1)) ? id : undefined;

const own = (type: string | null, resource: string, prefix: string, arn = OWN) =>
  kind(type, `${arn}:${resource}/{}`, { id: startingWith(prefix) });

// ARNs by service-authorization/latest/reference/list_amazonec2.html
export const instance = own('AWS::EC2::Instance', 'instance', 'i');
export const volume = own('AWS::EC2::Volume', 'volume', 'vol');
export const address = own('AWS::EC2::EIP', 'elastic-ip', 'eipalloc');
export const flowLog = own('AWS::EC2::FlowLog', 'vpc-flow-log', 'fl');
export const networkAcl = own('AWS::EC2::NetworkAcl', 'network-acl', 'acl');
export const networkInterface = own('AWS::EC2::NetworkInterface', 'network-interface', 'eni');
export const routeTable = own('AWS::EC2::RouteTable', 'route-table', 'rtb');
export const securityGroup = own('AWS::EC2::SecurityGroup', 'security-group', 'sg');
export const subnet = own('AWS::EC2::Subnet', 'subnet', 'subnet');
export const vpc = own('AWS::EC2::VPC', 'vpc', 'vpc');

// images and snapshots have no account in their ARN
const SHARED = 'arn:{partition}:ec2:{region}:';
export const image = own('AWS::EC2::Image', 'image', 'ami', SHARED);
export const snapshot = own('AWS::EC2::Snapshot', 'snapshot', 'snap', SHARED);

const setting = (type: string, name: string): Target => kind(type, `${OWN}:${name}`)();

export const ebsEncryption = setting('AWS::EC2::EbsEncryptionByDefault', 'ebs-encryption-by-default');
export const metadataDefaults = setting('AWS::EC2::InstanceMetadataDefaults', 'instance-metadata-defaults');
export const snapshotBlock = setting('AWS::EC2::SnapshotBlockPublicAccess', 'snapshot-block-public-access');

/** What the inventory does not hold, by the start of its ids. */
export const untracked = (resource: string, prefix: string) => own(null, resource, prefix);
/** The same where ids have no start in common: names, UUIDs. */
export const untrackedByName = (resource: string) => kind(null, `${OWN}:${resource}/{}`);
/** IPAM's ARNs name no region. */
export const untrackedGlobal = (resource: string, prefix: string) =>
  own(null, resource, prefix, 'arn:{partition}:ec2::{account}');
