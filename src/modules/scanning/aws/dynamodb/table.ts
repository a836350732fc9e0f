import { type DynamoDB, type TableDescription } from '@aws-sdk/client-dynamodb';
import { type Aws } from '../../../../platform/aws/index.js';
import { dynamodbTable, type DynamodbTable } from '../../domain/resources/dynamodb/table.js';
import { idOf, tagMap, text, time } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { type KeyManagers, keyManagers } from './key-managers.js';

/** The most that ListTables gives at once; it gives names only. */
const PAGE = 100;

export const dynamodbTableReader = reader(dynamodbTable, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const dynamodb = await aws.dynamodb();
    const managers = keyManagers(aws);
    let ExclusiveStartTableName: string | undefined;
    do {
      const page = await dynamodb.listTables({ Limit: PAGE, ExclusiveStartTableName });
      const names = page.TableNames ?? [];
      yield present(await mapConcurrent(names, (name) => toTable(dynamodb, name, managers, want)));
      ExclusiveStartTableName = page.LastEvaluatedTableName;
    } while (ExclusiveStartTableName);
  },
  describe: async (aws: Aws, ref) => {
    const at = aws.in(ref.region);
    return toTable(await at.dynamodb(), idOf(ref), keyManagers(at), null);
  },
});

/** null: there is no such table, or it is gone since it was listed. */
const toTable = (
  dynamodb: DynamoDB,
  TableName: string,
  managers: KeyManagers,
  want: Want,
): Promise<DynamodbTable | null> =>
  unlessGone(async () => {
    const { Table: table } = await dynamodb.describeTable({ TableName });
    const arn = table?.TableArn;
    if (table === undefined || arn === undefined) return null;
    const encryption = encryptionOf(table);
    const parts = await readParts(want, {
      keyManager: async () => {
        const key = encryption?.kmsKeyArn ?? null;
        return key === null ? null : managers.of(key);
      },
      pointInTimeRecovery: () => read(() => recoveryOf(dynamodb, TableName)),
      tags: () => read(() => tagsOf(dynamodb, arn)),
    });
    return {
      name: TableName,
      arn,
      status: table.TableStatus ?? 'unknown',
      createdAt: time(table.CreationDateTime),
      // left out for tables that were always provisioned
      billingMode: text(table.BillingModeSummary?.BillingMode) ?? 'PROVISIONED',
      tableClass: text(table.TableClassSummary?.TableClass),
      itemCount: table.ItemCount ?? 0,
      sizeBytes: table.TableSizeBytes ?? 0,
      deletionProtection: table.DeletionProtectionEnabled ?? false,
      encryption,
      ...parts,
    };
  }, ['ResourceNotFound', 'TableNotFound']);

/** AWS describes no encryption where it owns the key, or says DISABLED after a change back to that. */
function encryptionOf({ SSEDescription: sse }: TableDescription): DynamodbTable['encryption'] {
  if (sse === undefined || sse.Status === 'DISABLED') return null;
  return { status: sse.Status ?? 'unknown', kmsKeyArn: text(sse.KMSMasterKeyArn) };
}

async function recoveryOf(
  dynamodb: DynamoDB,
  TableName: string,
): Promise<{ status: string; days: number | null }> {
  const { ContinuousBackupsDescription: backups } = await dynamodb.describeContinuousBackups({ TableName });
  const recovery = backups?.PointInTimeRecoveryDescription;
  return {
    status: recovery?.PointInTimeRecoveryStatus ?? 'DISABLED',
    days: recovery?.RecoveryPeriodInDays ?? null,
  };
}

/** Ten at a time, at most 50. */
async function tagsOf(dynamodb: DynamoDB, ResourceArn: string): Promise<Record<string, string>> {
  const tags: Record<string, string> = {};
  let NextToken: string | undefined;
  do {
    const page = await dynamodb.listTagsOfResource({ ResourceArn, NextToken });
    Object.assign(tags, tagMap(page.Tags));
    NextToken = page.NextToken;
  } while (NextToken);
  return tags;
}
