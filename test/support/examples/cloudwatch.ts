import { type AlarmFields } from '../../../src/modules/scanning/domain/resources/cloudwatch/alarm.js';

export const alarmExample = (changed: Partial<AlarmFields> = {}): AlarmFields => ({
  arn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:changes',
  name: 'changes',
  kind: 'metric',
  metrics: [{ namespace: 'CloudTrail', name: 'changes', dimensions: [] }],
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  rule: null,
  actionsEnabled: true,
  alarmActions: ['arn:aws:sns:eu-west-1:123456789012:alarms'],
  okActions: [],
  insufficientDataActions: [],
  ...changed,
});
