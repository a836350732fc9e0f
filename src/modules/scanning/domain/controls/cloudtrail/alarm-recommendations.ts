import {
  calls,
  failedSignIns,
  refusedCalls,
  rootUses,
  type SampleEvent,
  signInsWithoutMfa,
} from './sample-events.js';

/** What somebody has to be told of: recommendations 4.1 to 4.15 of the CIS AWS Foundations Benchmark 3.0. */
export interface Recommendation {
  id: string;
  cis: string;
  /** Fits "Nobody is told of …". */
  of: string;
  risk: string;
  /** All of these have to be seen. */
  events: (accountId: string) => SampleEvent[];
  /** A filter that sees them. */
  pattern: string;
}

/** Calls of one service by their names. */
const callsOf = (service: string, names: readonly string[]): Pick<Recommendation, 'events' | 'pattern'> => {
  const source = `${service}.amazonaws.com`;
  const anyName = names.map((name) => `($.eventName = ${name})`).join(' || ');
  return {
    events: (accountId) => calls(accountId, source, names),
    pattern: `{ ($.eventSource = ${source}) && (${anyName}) }`,
  };
};

export const recommendations: readonly Recommendation[] = [
  {
    id: 'cloudwatch_log_metric_filter_unauthorized_api_calls',
    cis: '4.1',
    of: 'API calls that AWS refuses',
    risk: 'Refused calls are what a stolen credential looks like while somebody tries what it is good for.',
    events: refusedCalls,
    pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
  },
  {
    id: 'cloudwatch_log_metric_filter_sign_in_without_mfa',
    cis: '4.2',
    of: 'sign-ins to the console without MFA',
    risk: 'Somebody who signs in with a password alone may have nothing else of its owner.',
    events: signInsWithoutMfa,
    pattern: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
  },
  {
    id: 'cloudwatch_log_metric_filter_root_usage',
    cis: '4.3',
    of: 'uses of the root user',
    risk: 'Root may do everything and no policy stops it: each use that nobody announced is an emergency.',
    events: rootUses,
    pattern:
      '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
  },
  {
    id: 'cloudwatch_log_metric_filter_policy_changes',
    cis: '4.4',
    of: 'changes of IAM policies',
    risk: 'A policy that is widened stays so, and lets somebody do later what would be noticed today.',
    ...callsOf('iam', [
      ...['DeleteGroupPolicy', 'DeleteRolePolicy', 'DeleteUserPolicy'],
      ...['PutGroupPolicy', 'PutRolePolicy', 'PutUserPolicy'],
      ...['CreatePolicy', 'DeletePolicy', 'CreatePolicyVersion', 'DeletePolicyVersion'],
      ...['AttachRolePolicy', 'DetachRolePolicy', 'AttachUserPolicy', 'DetachUserPolicy'],
      ...['AttachGroupPolicy', 'DetachGroupPolicy'],
    ]),
  },
  {
    id: 'cloudwatch_log_metric_filter_and_alarm_for_cloudtrail_configuration_changes_enabled',
    cis: '4.5',
    of: 'changes of CloudTrail itself',
    risk: 'Whoever stops the record first can do the rest unseen.',
    ...callsOf('cloudtrail', ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging']),
  },
  {
    id: 'cloudwatch_log_metric_filter_authentication_failures',
    cis: '4.6',
    of: 'sign-ins to the console that fail',
    risk: 'Guessed passwords show as failures, before one of them is right.',
    events: failedSignIns,
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
  },
  {
    id: 'cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk',
    cis: '4.7',
    of: 'KMS keys that are disabled or scheduled for deletion',
    risk: 'What is encrypted with the key cannot be read any more, and after the waiting time never again.',
    ...callsOf('kms', ['DisableKey', 'ScheduleKeyDeletion']),
  },
  {
    id: 'cloudwatch_log_metric_filter_for_s3_bucket_policy_changes',
    cis: '4.8',
    of: 'changes of policies and settings of S3 buckets',
    risk: 'A bucket becomes public by a single call.',
    ...callsOf('s3', [
      ...['PutBucketAcl', 'PutBucketPolicy', 'PutBucketCors', 'PutBucketLifecycle', 'PutBucketReplication'],
      ...['DeleteBucketPolicy', 'DeleteBucketCors', 'DeleteBucketLifecycle', 'DeleteBucketReplication'],
    ]),
  },
  {
    id: 'cloudwatch_log_metric_filter_and_alarm_for_aws_config_configuration_changes_enabled',
    cis: '4.9',
    of: 'changes of AWS Config',
    risk: 'Without its recorder, nobody can tell later how a resource was configured.',
    ...callsOf('config', [
      ...['StopConfigurationRecorder', 'DeleteDeliveryChannel'],
      ...['PutDeliveryChannel', 'PutConfigurationRecorder'],
    ]),
  },
  {
    id: 'cloudwatch_log_metric_filter_security_group_changes',
    cis: '4.10',
    of: 'changes of security groups',
    risk: 'A rule that opens a port to the Internet works at once.',
    ...callsOf('ec2', [
      ...['AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress'],
      ...['RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'],
      ...['CreateSecurityGroup', 'DeleteSecurityGroup'],
    ]),
  },
  {
    id: 'cloudwatch_changes_to_network_acls_alarm_configured',
    cis: '4.11',
    of: 'changes of network ACLs',
    risk: 'An entry that lets all in opens every subnet of the ACL at once.',
    ...callsOf('ec2', [
      ...['CreateNetworkAcl', 'CreateNetworkAclEntry', 'DeleteNetworkAcl', 'DeleteNetworkAclEntry'],
      ...['ReplaceNetworkAclEntry', 'ReplaceNetworkAclAssociation'],
    ]),
  },
  {
    id: 'cloudwatch_changes_to_network_gateways_alarm_configured',
    cis: '4.12',
    of: 'changes of network gateways',
    risk: 'A gateway is the way in and out of a VPC: a new one may lead past all that is inspected.',
    ...callsOf('ec2', [
      ...['CreateCustomerGateway', 'DeleteCustomerGateway', 'AttachInternetGateway'],
      ...['CreateInternetGateway', 'DeleteInternetGateway', 'DetachInternetGateway'],
    ]),
  },
  {
    id: 'cloudwatch_changes_to_network_route_tables_alarm_configured',
    cis: '4.13',
    of: 'changes of route tables',
    risk: 'A changed route sends traffic to where nobody inspects it, or to the Internet.',
    ...callsOf('ec2', [
      ...['CreateRoute', 'CreateRouteTable', 'ReplaceRoute', 'ReplaceRouteTableAssociation'],
      ...['DeleteRouteTable', 'DeleteRoute', 'DisassociateRouteTable'],
    ]),
  },
  {
    id: 'cloudwatch_changes_to_vpcs_alarm_configured',
    cis: '4.14',
    of: 'changes of VPCs and their peerings',
    risk: 'A peering joins networks that were kept apart.',
    ...callsOf('ec2', [
      ...['CreateVpc', 'DeleteVpc', 'ModifyVpcAttribute', 'AcceptVpcPeeringConnection'],
      ...['CreateVpcPeeringConnection', 'DeleteVpcPeeringConnection', 'RejectVpcPeeringConnection'],
      ...['AttachClassicLinkVpc', 'DetachClassicLinkVpc', 'DisableVpcClassicLink', 'EnableVpcClassicLink'],
    ]),
  },
  {
    id: 'cloudwatch_log_metric_filter_aws_organizations_changes',
    cis: '4.15',
    of: 'changes of the AWS organization',
    risk: 'Accounts and the policies over them all are changed there; an account that leaves is out of reach.',
    ...callsOf('organizations', [
      ...['AcceptHandshake', 'AttachPolicy', 'CreateAccount', 'CreateOrganizationalUnit', 'CreatePolicy'],
      ...['DeclineHandshake', 'DeleteOrganization', 'DeleteOrganizationalUnit', 'DeletePolicy'],
      ...['DetachPolicy', 'DisablePolicyType', 'EnablePolicyType', 'InviteAccountToOrganization'],
      ...['LeaveOrganization', 'MoveAccount', 'RemoveAccountFromOrganization', 'UpdatePolicy'],
      'UpdateOrganizationalUnit',
    ]),
  },
];
