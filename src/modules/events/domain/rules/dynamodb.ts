import { named } from '../names.js';
import { both, changed, created, deleted, each, kind, nothing, rules } from '../rule.js';

/** A table's indexes, streams and backups are named behind it: `table/NAME/stream/LABEL`. */
const tableAt = kind('AWS::DynamoDB::Table', 'arn:{partition}:dynamodb:{region}:{account}:table/{}', {
  id: named('table/', (name) =>
    /\/(stream|backup|export|import)\//.test(name) ? undefined : name.split('/')[0],
  ),
});
const table = tableAt('response.tableDescription.tableArn|request.tableName');
const target = tableAt('response.tableDescription.tableArn|request.targetTableName');
const imported = tableAt(
  'response.importTableDescription.tableArn|request.tableCreationParameters.tableName',
);
const tableChanged = changed(table);
const byArn = changed(tableAt('request.resourceArn'));
const backup = kind(
  null,
  'arn:{partition}:dynamodb:{region}:{account}:table/{}',
)('response.backupDetails.backupArn|request.backupArn');
/** A global table of the first kind (2017) is one of the same name in each of its regions. */
const globalTable = kind(
  null,
  'arn:{partition}:dynamodb::{account}:global-table/{}',
)('request.globalTableName');
const itsTable = tableAt('request.globalTableName');

/** DynamoDB (service-authorization/latest/reference/list_amazondynamodb.html). */
export const dynamoDbRules = [
  rules('dynamodb.amazonaws.com', {
    CreateTable: created(table),
    ImportTable: created(imported),
    RestoreTableFromBackup: created(target),
    RestoreTableToPointInTime: created(target),
    UpdateTable: tableChanged,
    DeleteTable: deleted(table),
    UpdateContinuousBackups: tableChanged,
    UpdateTimeToLive: tableChanged,
    UpdateContributorInsights: tableChanged,
    UpdateTableReplicaAutoScaling: tableChanged,
    EnableKinesisStreamingDestination: tableChanged,
    UpdateKinesisStreamingDestination: tableChanged,
    DisableKinesisStreamingDestination: tableChanged,
    CreateTableReplica: tableChanged,
    DeleteTableReplica: tableChanged,
    PutResourcePolicy: byArn,
    DeleteResourcePolicy: byArn,
    TagResource: byArn,
    UntagResource: byArn,
    CreateGlobalTable: both(created(globalTable), changed(itsTable)),
    UpdateGlobalTable: changed(globalTable, itsTable),
    UpdateGlobalTableSettings: changed(globalTable, itsTable),
    CreateBackup: created(backup),
    DeleteBackup: deleted(backup),
    ExportTableToPointInTime: nothing('a job'),
    ...each(['StartBulkPutItems', 'CancelBulkOperation'], nothing('a job')),
    ...each(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'], nothing('data')),
    ...each(['ExecuteStatement', 'BatchExecuteStatement', 'ExecuteTransaction'], nothing('data')),
  }),
];
