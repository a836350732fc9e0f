import { control, type Control, type Decision, fail, pass, undecided, withoutPart } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { accountTrails } from '../../resources/cloudtrail/account-trails.js';
import { type Coverage, coverageOf, type Watched } from './alarm-chain.js';
import { type Recommendation, recommendations } from './alarm-recommendations.js';
import { anyOf } from './truth.js';

const stepsOf = ({ pattern }: Recommendation): string[] => [
  `aws logs put-metric-filter --log-group-name LOG_GROUP --filter-name NAME --filter-pattern '${pattern}' --metric-transformations metricName=NAME,metricNamespace=CloudTrail,metricValue=1`,
  'aws cloudwatch put-metric-alarm --alarm-name NAME --namespace CloudTrail --metric-name NAME --statistic Sum --period 300 --evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold --treat-missing-data notBreaching --alarm-actions TOPIC_ARN',
  'aws sns subscribe --topic-arn TOPIC_ARN --protocol email --notification-endpoint ADDRESS',
];

/**
 * One control for each recommendation: a trail of all regions that logs and records all management events delivers to
 * a log group, whose metric filters match the events, whose alarms tell an SNS topic, which somebody subscribes to.
 */
export const logAlarms: readonly Control[] = recommendations.map((one) =>
  control({
    id: one.id,
    on: accountTrails,
    severity: 'low',
    class: 'security',
    title: `Nobody is told of ${one.of}`,
    risk: one.risk,
    remediation: {
      text: 'Deliver a trail of all regions to a log group, and put a metric filter with an alarm on it that sends to an SNS topic somebody reads.',
      steps: stepsOf(one),
      url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
    },
    needs: ['watchedLogGroups'],
    decide: (account, { place: { accountId } }): Decision => {
      const events = one.events(accountId);
      const coverage = account.trails.map((trail) => coverageOf(trail, account, events, accountId));
      switch (anyOf(coverage.map(({ covered }) => covered))) {
        case true:
          return pass({ watchedBy: coverage.filter(({ covered }) => covered === true) });
        case false:
          return fail({ cis: one.cis, multiRegionTrails: coverage });
        case null:
          return unknown(account, coverage);
      }
    },
  }),
);

/** Says what could not be read, or that AWS does not document whether a filter matches. */
function unknown({ trails, watchedLogGroups }: Watched, coverage: readonly Coverage[]): Decision {
  for (const { trail } of coverage.filter(({ covered }) => covered === null)) {
    const { status = null, selectors = null, logGroupArn } = trails.find(({ arn }) => arn === trail) ?? {};
    const group = watchedLogGroups.find(({ arn }) => arn === logGroupArn);
    const topics = group?.topics.map(({ confirmed }) => confirmed) ?? [];
    for (const part of [status, selectors, group?.filters, group?.alarms, ...topics]) {
      if (isNoEvidence(part)) return withoutPart('watchedLogGroups', part, { coverage });
    }
  }
  return undecided('AWS does not document whether the filter matches', { coverage });
}
