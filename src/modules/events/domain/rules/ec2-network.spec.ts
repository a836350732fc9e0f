import { describe, expect, it } from '@jest/globals';
import { effectsOf, items, judged, relatedTo, type Case } from './ec2.fixture.js';

const networks: Case[] = [
  [
    'CreateSecurityGroup',
    { groupName: 'web', vpcId: 'vpc-1' },
    { groupId: 'sg-1' },
    ['created security-group/sg-1'],
  ],
  [
    'AuthorizeSecurityGroupIngress',
    { groupName: 'web', groupId: null },
    { securityGroupRuleSet: items({ groupId: 'sg-1', securityGroupRuleId: 'sgr-1' }) },
    ['changed security-group/sg-1'],
  ],
  [
    'ModifySecurityGroupRules',
    { ModifySecurityGroupRulesRequest: { GroupId: 'sg-1', SecurityGroupRule: { tag: 1 } } },
    null,
    ['changed security-group/sg-1'],
  ],
  ['DeleteSecurityGroup', { groupName: 'web' }, { groupId: 'sg-1' }, ['deleted security-group/sg-1']],
  ['CreateDefaultVpc', {}, { CreateDefaultVpcResponse: { vpc: { vpcId: 'vpc-1' } } }, ['created vpc/vpc-1']],
  [
    'DisassociateVpcCidrBlock',
    { associationId: 'vpc-cidr-assoc-1' },
    { vpcId: 'vpc-1', cidrBlockAssociation: { associationId: 'vpc-cidr-assoc-1' } },
    ['changed vpc/vpc-1'],
  ],
  ['CreateSubnet', { vpcId: 'vpc-1' }, { subnet: { subnetId: 'subnet-1' } }, ['created subnet/subnet-1']],
  [
    'ModifySubnetAttribute',
    { subnetId: 'subnet-1', mapPublicIpOnLaunch: { value: true } },
    null,
    ['changed subnet/subnet-1'],
  ],
  [
    'DeleteRoute',
    { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0' },
    null,
    ['changed route-table/rtb-1'],
  ],
  ['DeleteRouteTable', { routeTableId: 'rtb-1' }, null, ['deleted route-table/rtb-1']],
  ['DisassociateRouteTable', { associationId: 'rtbassoc-1' }, null, []],
  ['DeleteNetworkAclEntry', { networkAclId: 'acl-1', ruleNumber: 100 }, null, ['changed network-acl/acl-1']],
  [
    'AttachNetworkInterface',
    { networkInterfaceId: 'eni-1', instanceId: 'i-0a1', deviceIndex: 1 },
    { attachmentId: 'eni-attach-1' },
    ['changed network-interface/eni-1', 'changed instance/i-0a1'],
  ],
  [
    'AllocateAddress',
    { domain: 'vpc' },
    { allocationId: 'eipalloc-1', publicIp: '203.0.113.9' },
    ['created elastic-ip/eipalloc-1'],
  ],
  [
    'AssociateAddress',
    { allocationId: 'eipalloc-1', instanceId: 'i-0a1' },
    { associationId: 'eipassoc-1' },
    ['changed elastic-ip/eipalloc-1', 'changed instance/i-0a1'],
  ],
  ['ReleaseAddress', { allocationId: 'eipalloc-1' }, null, ['deleted elastic-ip/eipalloc-1']],
  [
    'CreateFlowLogs',
    {
      CreateFlowLogsRequest: {
        ResourceId: [
          { tag: 1, content: 'vpc-1' },
          { tag: 2, content: 'vpc-2' },
        ],
      },
    },
    { CreateFlowLogsResponse: { flowLogIdSet: { item: ['fl-1', 'fl-2'] }, unsuccessful: '' } },
    ['created vpc-flow-log/fl-1', 'created vpc-flow-log/fl-2'],
  ],
  [
    'DeleteFlowLogs',
    { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-1' } } },
    { DeleteFlowLogsResponse: { unsuccessful: '' } },
    ['deleted vpc-flow-log/fl-1'],
  ],
];

const others: Case[] = [
  [
    'AttachInternetGateway',
    { internetGatewayId: 'igw-1', vpcId: 'vpc-1' },
    null,
    ['changed internet-gateway/igw-1'],
  ],
  ['CreateKeyPair', { keyName: 'ops' }, { keyName: 'ops', keyPairId: 'key-1' }, ['created key-pair/ops']],
  [
    'CreateLaunchTemplateVersion',
    { CreateLaunchTemplateVersionRequest: { LaunchTemplateName: 'web' } },
    { CreateLaunchTemplateVersionResponse: { launchTemplateVersion: { launchTemplateId: 'lt-1' } } },
    ['changed launch-template/lt-1'],
  ],
  [
    'DeleteVpcEndpoints',
    { DeleteVpcEndpointsRequest: { VpcEndpointId: { tag: 1, content: 'vpce-1' } } },
    null,
    ['deleted vpc-endpoint/vpce-1'],
  ],
  [
    'CreateTransitGatewayVpcAttachment',
    { CreateTransitGatewayVpcAttachmentRequest: { VpcId: 'vpc-1' } },
    {
      CreateTransitGatewayVpcAttachmentResponse: {
        transitGatewayVpcAttachment: {
          transitGatewayAttachmentId: 'tgw-attach-1',
          transitGatewayId: 'tgw-1',
        },
      },
    },
    ['created transit-gateway-attachment/tgw-attach-1'],
  ],
  ['EnableSerialConsoleAccess', { EnableSerialConsoleAccessRequest: '' }, null, []],
  ['SendDiagnosticInterrupt', { SendDiagnosticInterruptRequest: { InstanceId: 'i-0a1' } }, null, []],
];

describe('what the events of networks, and of what the inventory lacks, change', () => {
  it.each([...networks, ...others])('%s', (name, request, response, effects) => {
    expect(effectsOf(name, request, response)).toEqual(effects);
  });
});

describe('what is described beside it', () => {
  it.each<[string, object, object | null, string[]]>([
    [
      'RunInstances',
      {},
      {
        instancesSet: items({
          instanceId: 'i-0a1',
          groupSet: items({ groupId: 'sg-1' }),
          networkInterfaceSet: items({ networkInterfaceId: 'eni-1', groupSet: items({ groupId: 'sg-1' }) }),
        }),
      },
      ['network-interface/eni-1', 'security-group/sg-1'],
    ],
    [
      'ModifyInstanceAttribute',
      { instanceId: 'i-0a1', groupSet: items({ groupId: 'sg-1' }, { groupId: 'sg-2' }) },
      null,
      ['security-group/sg-1', 'security-group/sg-2'],
    ],
    [
      'CreateFlowLogs',
      { CreateFlowLogsRequest: { ResourceId: { tag: 1, content: 'vpc-1' } } },
      null,
      ['vpc/vpc-1'],
    ],
    [
      'DeleteFlowLogs',
      { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-1' } } },
      null,
      ['AWS::EC2::VPC region'],
    ],
    ['DisassociateRouteTable', { associationId: 'rtbassoc-1' }, null, ['AWS::EC2::RouteTable region']],
    [
      'DisassociateAddress',
      { associationId: 'eipassoc-1' },
      null,
      ['AWS::EC2::EIP region', 'AWS::EC2::NetworkInterface region'],
    ],
    [
      'ModifyManagedPrefixList',
      { ModifyManagedPrefixListRequest: { PrefixListId: 'pl-1' } },
      null,
      ['AWS::EC2::SecurityGroup region'],
    ],
    [
      'CreateNatGateway',
      { CreateNatGatewayRequest: { AllocationId: 'eipalloc-1', SubnetId: 'subnet-1' } },
      null,
      ['elastic-ip/eipalloc-1'],
    ],
    [
      'DeregisterImage',
      { imageId: 'ami-1' },
      { deleteSnapshotResultSet: items({ snapshotId: 'snap-1', returnCode: 'success' }) },
      [':snapshot/snap-1'],
    ],
  ])('%s', (name, request, response, related) => {
    const { disposition } = judged(name, request, response);
    expect({ disposition, related: relatedTo(name, request, response) }).toEqual({
      disposition: 'processed',
      related,
    });
  });
});

describe('what lies near EC2', () => {
  const near = (eventSource: string, eventName: string, request: object, response: object | null = null) =>
    effectsOf(eventName, request, response, { eventSource });

  it('makes snapshots by EBS’s own API', () => {
    expect(near('ebs.amazonaws.com', 'StartSnapshot', { volumeSize: 1 }, { snapshotId: 'snap-1' })).toEqual([
      'created :snapshot/snap-1',
    ]);
  });

  it('ends an instance through its Auto Scaling group', () => {
    const end = { instanceId: 'i-0a1', shouldDecrementDesiredCapacity: true };
    expect(near('autoscaling.amazonaws.com', 'TerminateInstanceInAutoScalingGroup', end)).toEqual([
      'deleted instance/i-0a1',
    ]);
  });

  it('sees nothing changed by who logs on', () => {
    const key = { instanceId: 'i-0a1', instanceOSUser: 'ec2-user' };
    expect(near('ec2-instance-connect.amazonaws.com', 'SendSSHPublicKey', key)).toEqual([]);
  });
});
