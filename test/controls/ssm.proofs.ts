import { type Answers, type ServiceProofs } from './proof.js';

const InstanceId = 'i-0123456789abcdef0';

const answers = (patch: string, association: string): Answers => ({
  ssm: {
    describeInstanceInformation: {
      InstanceInformationList: [
        {
          InstanceId,
          PingStatus: 'Online',
          LastPingDateTime: new Date('2026-02-01T00:00:00Z'),
          AgentVersion: '3.3.0.0',
          IsLatestVersion: true,
          PlatformType: 'Linux',
          PlatformName: 'Amazon Linux',
          PlatformVersion: '2023',
          ResourceType: 'EC2Instance',
          IPAddress: '10.0.0.1',
          ComputerName: 'ip-10-0-0-1.eu-west-1.compute.internal',
        },
      ],
    },
    describeInstancePatchStates: {
      InstancePatchStates: [
        {
          InstanceId,
          PatchGroup: '',
          BaselineId: 'pb-0123456789abcdef0',
          InstalledCount: 40,
          MissingCount: 2,
          FailedCount: 0,
          CriticalNonCompliantCount: 1,
          Operation: 'Scan',
          OperationStartTime: new Date('2026-02-01T00:00:00Z'),
          OperationEndTime: new Date('2026-02-01T00:05:00Z'),
        },
      ],
    },
    listResourceComplianceSummaries: {
      ResourceComplianceSummaryItems: [summary('Patch', patch), summary('Association', association)],
    },
  },
});

const summary = (ComplianceType: string, Status: string) => ({
  ComplianceType,
  ResourceType: 'ManagedInstance',
  ResourceId: InstanceId,
  Status,
  OverallSeverity: 'UNSPECIFIED',
  ExecutionSummary: { ExecutionTime: new Date('2026-02-01T00:05:00Z') },
  CompliantSummary: { CompliantCount: 40, SeveritySummary: {} },
  NonCompliantSummary: { NonCompliantCount: Status === 'COMPLIANT' ? 0 : 2, SeveritySummary: {} },
});

const SHAPE = {
  source:
    'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListResourceComplianceSummaries.html',
  because: 'the emulator has none of DescribeInstanceInformation, patch states and compliance',
};

export const ssmProofs: ServiceProofs = {
  service: 'ssm',
  documented: {
    ssm_managed_compliant_patching: {
      ...SHAPE,
      pass: answers('COMPLIANT', 'NON_COMPLIANT'),
      fail: answers('NON_COMPLIANT', 'COMPLIANT'),
    },
    ssm_managed_instance_association_compliance: {
      ...SHAPE,
      pass: answers('NON_COMPLIANT', 'COMPLIANT'),
      fail: answers('COMPLIANT', 'NON_COMPLIANT'),
    },
  },
};
