import { named } from '../names.js';
import { alongWith, changed, created, deleted, each, kind, nothing, rules } from '../rule.js';
import { accountTrails } from './cloudtrail.js';

/** Some ARNs of a log group end in `:*`; a name has no colon. */
const groupAt = kind('AWS::Logs::LogGroup', 'arn:{partition}:logs:{region}:{account}:log-group:{}', {
  id: named('log-group:', (name) => name.split(':')[0]),
});
const group = groupAt('request.logGroupName|request.logGroupIdentifier|request.resourceIdentifier');
const groupChanged = changed(group);
const filter = kind(
  'AWS::Logs::MetricFilter',
  'arn:{partition}:logs:{region}:{account}:log-group:{}:metric-filter:{}',
)('request.logGroupName', 'request.filterName');
/** What watches the log group that a trail delivers to is told of by the account's trails. */
const filterChanged = alongWith(groupChanged, filter, accountTrails);
const stream = kind(null, 'arn:{partition}:logs:{region}:{account}:log-group:{}:log-stream:{}')(
  'request.logGroupName',
  'request.logStreamName',
);
const destinationAt = kind(null, 'arn:{partition}:logs:{region}:{account}:destination:{}');
const destination = destinationAt('request.destinationName');
const deliveryDestination = kind(
  null,
  'arn:{partition}:logs:{region}:{account}:delivery-destination:{}',
)('request.name|request.deliveryDestinationName');
const deliverySource = kind(
  null,
  'arn:{partition}:logs:{region}:{account}:delivery-source:{}',
)('request.name');
const delivery = kind(
  null,
  'arn:{partition}:logs:{region}:{account}:delivery:{}',
)('response.delivery.id|request.id');
const detector = kind(
  null,
  'arn:{partition}:logs:{region}:{account}:anomaly-detector:{}',
)('response.anomalyDetectorArn|request.anomalyDetectorArn');
const tagged = changed(groupAt('request.resourceArn'), destinationAt('request.resourceArn'));

const ACCOUNT = [
  ...['PutAccountPolicy', 'DeleteAccountPolicy', 'PutResourcePolicy', 'DeleteResourcePolicy'],
  ...['PutIntegration', 'DeleteIntegration', 'PutSyslogConfiguration', 'DeleteSyslogConfiguration'],
  ...['AssociateSourceToS3TableIntegration', 'DisassociateSourceFromS3TableIntegration'],
  'PutStorageTierPolicy',
];
const QUERIES = [
  ...['PutQueryDefinition', 'DeleteQueryDefinition', 'StartQuery', 'StopQuery', 'StartLiveTail'],
  ...['CreateScheduledQuery', 'UpdateScheduledQuery', 'DeleteScheduledQuery'],
  ...['CreateLookupTable', 'UpdateLookupTable', 'DeleteLookupTable'],
];

/** CloudWatch Logs (service-authorization/latest/reference/list_amazoncloudwatchlogs.html). */
export const logsRules = [
  rules('logs.amazonaws.com', {
    CreateLogGroup: created(group),
    DeleteLogGroup: alongWith(deleted(group), accountTrails),
    PutRetentionPolicy: groupChanged,
    DeleteRetentionPolicy: groupChanged,
    AssociateKmsKey: groupChanged,
    DisassociateKmsKey: groupChanged,
    PutMetricFilter: filterChanged,
    DeleteMetricFilter: filterChanged,
    PutSubscriptionFilter: groupChanged,
    DeleteSubscriptionFilter: groupChanged,
    PutDataProtectionPolicy: groupChanged,
    DeleteDataProtectionPolicy: groupChanged,
    PutIndexPolicy: groupChanged,
    DeleteIndexPolicy: groupChanged,
    PutTransformer: groupChanged,
    DeleteTransformer: groupChanged,
    PutLogGroupDeletionProtection: groupChanged,
    PutBearerTokenAuthentication: groupChanged,
    TagLogGroup: groupChanged,
    UntagLogGroup: groupChanged,
    TagResource: tagged,
    UntagResource: tagged,
    DeleteLogStream: deleted(stream),
    PutDestination: changed(destination),
    PutDestinationPolicy: changed(destination),
    DeleteDestination: deleted(destination),
    PutDeliveryDestination: changed(deliveryDestination),
    PutDeliveryDestinationPolicy: changed(deliveryDestination),
    DeleteDeliveryDestinationPolicy: changed(deliveryDestination),
    DeleteDeliveryDestination: deleted(deliveryDestination),
    PutDeliverySource: changed(deliverySource),
    DeleteDeliverySource: deleted(deliverySource),
    CreateDelivery: created(delivery),
    UpdateDeliveryConfiguration: changed(delivery),
    DeleteDelivery: deleted(delivery),
    CreateLogAnomalyDetector: created(detector),
    UpdateLogAnomalyDetector: changed(detector),
    DeleteLogAnomalyDetector: deleted(detector),
    ...each(ACCOUNT, nothing('the account')),
    ...each(QUERIES, nothing('a query')),
    ...each(
      ['CreateExportTask', 'CancelExportTask', 'CreateImportTask', 'CancelImportTask'],
      nothing('a job'),
    ),
    CreateLogStream: nothing('a stream'),
    PutLogEvents: nothing('data'),
    UpdateAnomaly: nothing('findings'),
  }),
];
