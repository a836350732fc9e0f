import { type ServiceProofs } from './proof.js';

export const cloudwatchProofs: ServiceProofs = {
  service: 'cloudwatch',
  build: async ({ accountId, aws }) => {
    const cloudwatch = await aws().cloudwatch();
    const put = (AlarmName: string, more: { ActionsEnabled?: boolean; AlarmActions?: string[] }) =>
      cloudwatch.putMetricAlarm({
        AlarmName,
        ...{ Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Statistic: 'Average', Period: 300 },
        ...{ EvaluationPeriods: 1, Threshold: 90, ComparisonOperator: 'GreaterThanThreshold' },
        ...more,
      });
    await put('acts', { AlarmActions: [`arn:aws:sns:eu-west-1:${accountId}:alarms`] });
    await put('silent', { ActionsEnabled: false });
    const arn = (name: string) => `arn:aws:cloudwatch:eu-west-1:${accountId}:alarm:${name}`;
    return { acts: arn('acts'), silent: arn('silent') };
  },
  emulated: {
    cloudwatch_alarm_actions_enabled: { pass: 'acts', fail: 'silent' },
    cloudwatch_alarm_actions_alarm_state_configured: { pass: 'acts', fail: 'silent' },
  },
};
