import { alongWith, changed, deleted, each, kind, nothing, type Rule, rules } from '../rule.js';
import { accountTrails } from './cloudtrail.js';

const alarmAt = kind('AWS::CloudWatch::Alarm', 'arn:{partition}:cloudwatch:{region}:{account}:alarm:{}');
/** Alarms on what a trail's filters count are told of by the account's trails. */
const watching = (rule: Rule): Rule => alongWith(rule, accountTrails);
/** Put makes an alarm or replaces it: the call does not tell which. */
const put = watching(changed(alarmAt('request.alarmName')));
const listed = alarmAt('request.alarmNames[]');

const dashboardAt = kind(null, 'arn:{partition}:cloudwatch::{account}:dashboard/{}');
const streamAt = kind(null, 'arn:{partition}:cloudwatch:{region}:{account}:metric-stream/{}');
const insightAt = kind(null, 'arn:{partition}:cloudwatch:{region}:{account}:insight-rule/{}');
const insights = insightAt('request.ruleNames[]');
const muteAt = kind(null, 'arn:{partition}:cloudwatch:{region}:{account}:alarm-mute-rule:{}');
const tagged = changed(
  ...[alarmAt, dashboardAt, streamAt, insightAt, muteAt].map((of) => of('request.resourceARN')),
);

const ACCOUNT = [
  ...['StartOTelEnrichment', 'StopOTelEnrichment', 'UpdateOTelEnrichment', 'PutManagedInsightRules'],
  ...['AssociateDatasetKmsKey', 'DisassociateDatasetKmsKey'],
  ...['Create', 'Update', 'Delete'].map((verb) => `${verb}ResourceMetricsConfiguration`),
];

/** CloudWatch (service-authorization/latest/reference/list_amazoncloudwatch.html). */
export const cloudWatchRules = [
  rules('monitoring.amazonaws.com', {
    PutMetricAlarm: put,
    PutCompositeAlarm: put,
    PutLogAlarm: put,
    DeleteAlarms: watching(deleted(listed)),
    EnableAlarmActions: watching(changed(listed)),
    DisableAlarmActions: watching(changed(listed)),
    TagResource: tagged,
    UntagResource: tagged,
    PutDashboard: changed(dashboardAt('request.dashboardName')),
    DeleteDashboards: deleted(dashboardAt('request.dashboardNames[]')),
    PutMetricStream: changed(streamAt('response.arn|request.name')),
    StartMetricStreams: changed(streamAt('request.names[]')),
    StopMetricStreams: changed(streamAt('request.names[]')),
    DeleteMetricStream: deleted(streamAt('request.name')),
    PutInsightRule: changed(insightAt('request.ruleName')),
    EnableInsightRules: changed(insights),
    DisableInsightRules: changed(insights),
    DeleteInsightRules: deleted(insights),
    PutAlarmMuteRule: changed(muteAt('request.name')),
    DeleteAlarmMuteRule: deleted(muteAt('request.alarmMuteRuleName')),
    SetAlarmState: nothing('the state, until the alarm is next evaluated'),
    ...each(['PutAnomalyDetector', 'DeleteAnomalyDetector'], nothing('a model')),
    ...each(ACCOUNT, nothing('the account')),
    PutMetricData: nothing('data'),
  }),
];
