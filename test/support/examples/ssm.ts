import { type SsmManagedInstance } from '../../../src/modules/scanning/domain/resources/ssm/managed-instance.js';
import { daysAgo } from '../scanning-examples.js';

export const managedInstance = (changed: Partial<SsmManagedInstance> = {}): SsmManagedInstance => ({
  id: 'i-0123456789abcdef0',
  computerName: 'ip-10-0-0-1.eu-west-1.compute.internal',
  name: null,
  resourceType: 'EC2Instance',
  platformType: 'Linux',
  platformName: 'Amazon Linux',
  platformVersion: '2023',
  agentVersion: '3.3.0.0',
  isLatestAgent: true,
  pingStatus: 'Online',
  lastPingAt: daysAgo(0),
  iamRole: null,
  ipAddress: '10.0.0.1',
  compliance: { patch: null, association: null },
  patchState: null,
  ...changed,
});
