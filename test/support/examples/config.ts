import { type ConfigRecorder } from '../../../src/modules/scanning/domain/resources/config/recording.js';

export const configRecorder = (changed: Partial<ConfigRecorder> = {}): ConfigRecorder => ({
  name: 'default',
  arn: null,
  roleArn: 'arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig',
  strategy: 'ALL_SUPPORTED_RESOURCE_TYPES',
  allSupported: true,
  includeGlobalResourceTypes: true,
  resourceTypes: [],
  excludedResourceTypes: [],
  frequency: 'CONTINUOUS',
  status: { recording: true, lastStatus: 'Success', lastError: null },
  deliveryChannel: { name: 'default', bucket: 'config-history', topicArn: null, kmsKeyArn: null },
  ...changed,
});
