import { type ServiceProofs } from './proof.js';

export const logsProofs: ServiceProofs = {
  service: 'logs',
  build: async ({ accountId, aws }) => {
    const logs = await aws().logs();
    const kmsKeyId = `arn:aws:kms:eu-west-1:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    await logs.createLogGroup({ logGroupName: '/app/kept', kmsKeyId, tags: { team: 'app' } });
    await logs.putRetentionPolicy({ logGroupName: '/app/kept', retentionInDays: 365 });
    await logs.createLogGroup({ logGroupName: '/app/short' });
    await logs.putRetentionPolicy({ logGroupName: '/app/short', retentionInDays: 30 });
    await logs.putMetricFilter({
      logGroupName: '/app/short',
      filterName: 'errors',
      filterPattern: 'ERROR',
      metricTransformations: [{ metricName: 'errors', metricNamespace: 'app', metricValue: '1' }],
    });
    const arn = (name: string) => `arn:aws:logs:eu-west-1:${accountId}:log-group:${name}`;
    return { kept: arn('/app/kept'), short: arn('/app/short') };
  },
  emulated: {
    cloudwatch_log_group_kms_encryption_enabled: { pass: 'kept', fail: 'short' },
    cloudwatch_log_group_retention_policy_specific_days_enabled: { pass: 'kept', fail: 'short' },
  },
};
