import { control, fail, notApplicable, pass } from '../../control.js';
import { logGroup } from '../../resources/logs/log-group.js';

export const logGroupRetention = control({
  id: 'cloudwatch_log_group_retention_policy_specific_days_enabled',
  on: logGroup,
  severity: 'medium',
  class: 'security',
  title: 'Log group is not kept long enough',
  risk: 'Intrusions are often found months later: by then, the logs that would tell what happened are gone.',
  remediation: {
    text: 'Set the retention to a year or longer, or to never expire.',
    steps: ['aws logs put-retention-policy --log-group-name NAME --retention-in-days 365'],
    url: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  },
  needs: [],
  parameters: { minRetentionDays: 365 },
  decide: ({ retentionDays, logClass }, { parameters: { minRetentionDays } }) => {
    // kept for two days on the way to elsewhere, and no retention can be set
    if (logClass === 'DELIVERY') return notApplicable({ logClass });
    // without a retention, logs never expire
    const long = retentionDays === null || retentionDays >= minRetentionDays;
    return (long ? pass : fail)({ retentionDays, minRetentionDays });
  },
});
