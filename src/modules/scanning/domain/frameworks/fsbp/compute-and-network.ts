import { openAdminPorts, openServicePorts } from '../families.js';
import { decided, notRead, type Requirement, section } from '../framework.js';

const endpoints = 'VPC endpoints are not read.';
const templates = 'Launch templates are not read.';
const classic = 'Classic Load Balancers are not read.';
const targets = 'Target groups are not read.';

export const computeAndNetwork: readonly Requirement[] = [
  ...section('EC2', [
    decided('EC2.1', 'EBS snapshots are not public', 'ec2_ebs_public_snapshot'),
    decided('EC2.2', 'Default groups let nothing through', 'ec2_securitygroup_default_restrict_traffic'),
    decided('EC2.3', 'Attached volumes are encrypted', 'ec2_ebs_volume_encryption'),
    decided('EC2.4', 'Stopped instances are removed', 'ec2_instance_stopped'),
    decided('EC2.6', 'VPCs have flow logs', 'vpc_flow_logs_enabled'),
    decided('EC2.7', 'EBS encrypts by default', 'ec2_ebs_default_encryption'),
    decided('EC2.8', 'Instances answer IMDSv2 only', 'ec2_instance_imdsv2_enabled'),
    decided('EC2.9', 'Instances have no public address', 'ec2_instance_public_ip'),
    notRead('EC2.10', 'EC2 is reached through an endpoint', endpoints),
    decided('EC2.15', 'Subnets give no public addresses', 'vpc_subnet_no_public_ip_by_default'),
    decided('EC2.16', 'Unused network ACLs are removed', 'ec2_networkacl_unused'),
    decided('EC2.17', 'Instances have one interface', 'ec2_instance_uses_single_eni'),
    decided(
      'EC2.18',
      'Only approved ports are open to anyone',
      'ec2_securitygroup_allow_ingress_from_internet_to_any_port',
    ),
    notRead(
      'EC2.19',
      'No risky port is open to anyone',
      'Not every port of the list has a control; the ones named here decide the rest.',
      ...openAdminPorts,
      ...openServicePorts,
    ),
    notRead('EC2.20', 'Both tunnels of a VPN are up', 'VPN connections are not read.'),
    decided(
      'EC2.21',
      'Network ACLs let no administration in',
      'ec2_networkacl_allow_ingress_any_port',
      'ec2_networkacl_allow_ingress_tcp_port_22',
      'ec2_networkacl_allow_ingress_tcp_port_3389',
    ),
    notRead('EC2.23', 'Transit gateways ask before attaching', 'Transit gateways are not read.'),
    decided('EC2.24', 'No paravirtual instances', 'ec2_instance_paravirtual_type'),
    notRead('EC2.25', 'Launch templates give no public addresses', templates),
    notRead('EC2.51', 'Client VPN logs connections', 'Client VPN endpoints are not read.'),
    notRead('EC2.55', "VPCs have an endpoint for ECR's API", endpoints),
    notRead('EC2.56', "VPCs have an endpoint for ECR's registry", endpoints),
    notRead('EC2.57', 'VPCs have an endpoint for Systems Manager', endpoints),
    notRead('EC2.58', 'VPCs have an endpoint for incident contacts', endpoints),
    notRead('EC2.60', 'VPCs have an endpoint for Incident Manager', endpoints),
    notRead('EC2.170', 'Launch templates ask for IMDSv2', templates),
    notRead('EC2.171', 'VPN connections write logs', 'VPN connections are not read.'),
    notRead('EC2.172', 'VPC Block Public Access is on', 'This setting of a region is not read.'),
    notRead('EC2.173', 'Spot fleets encrypt volumes', 'Spot fleet requests are not read.'),
    notRead('EC2.180', 'Interfaces check source and destination', 'This attribute has no control.'),
    notRead('EC2.181', 'Launch templates encrypt volumes', templates),
    decided(
      'EC2.182',
      'Sharing snapshots publicly is blocked',
      'ec2_ebs_snapshot_account_block_public_access',
    ),
    notRead('EC2.183', 'VPN connections use IKEv2', 'VPN connections are not read.'),
  ]),
  ...section('ECR', [
    decided('ECR.1', 'Images are scanned', 'ecr_repositories_scan_images_on_push_enabled'),
    decided('ECR.2', 'Tags do not move', 'ecr_repositories_tag_immutability'),
    decided('ECR.3', 'Repositories have a lifecycle', 'ecr_repositories_lifecycle_policy_enabled'),
  ]),
  ...section('Elastic Load Balancing', [
    decided('ELB.1', 'HTTP is redirected to HTTPS', 'elbv2_ssl_listeners'),
    notRead('ELB.2', 'Classic: certificates come from ACM', classic),
    notRead('ELB.3', 'Classic: listeners end TLS', classic),
    decided('ELB.4', 'Invalid headers are dropped', 'elbv2_drop_invalid_header_fields'),
    notRead('ELB.5', 'Access is logged', classic, 'elbv2_logging_enabled'),
    decided('ELB.6', 'Deletion protection is on', 'elbv2_deletion_protection'),
    notRead('ELB.7', 'Classic: connections drain', classic),
    notRead('ELB.8', 'Classic: the TLS policy is strong', classic),
    notRead('ELB.9', 'Classic: zones are balanced', classic),
    notRead('ELB.10', 'Classic: several zones', classic),
    decided('ELB.12', 'Desync mitigation is on', 'elbv2_desync_mitigation_mode'),
    decided('ELB.13', 'Several zones', 'elbv2_is_in_multiple_az'),
    notRead('ELB.14', 'Classic: desync mitigation is on', classic),
    decided('ELB.17', 'The TLS policy is a recommended one', 'elbv2_insecure_ssl_ciphers'),
    decided('ELB.18', 'Listeners encrypt', 'elbv2_ssl_listeners'),
    notRead('ELB.21', 'Health checks are encrypted', targets),
    notRead('ELB.22', 'Targets are reached encrypted', targets),
  ]),
  ...section('Lambda', [
    decided('Lambda.1', 'Function policies are not public', 'awslambda_function_not_publicly_accessible'),
    decided('Lambda.2', 'Runtimes are supported', 'awslambda_function_using_supported_runtimes'),
    decided('Lambda.5', 'Functions in a VPC use several zones', 'awslambda_function_vpc_multi_az'),
  ]),
];
