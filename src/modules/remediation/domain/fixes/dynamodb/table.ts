import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, type Target } from '../../fix.js';

const TABLE = 'AWS::DynamoDB::Table';

/** docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html */
export const recoverTable = fix({
  controls: ['dynamodb_tables_pitr_enabled'],
  type: TABLE,
  title: 'Let the table be restored to a point in time',
  reads: {
    backups: read(
      'dynamodb',
      'DescribeContinuousBackups',
      z.object({
        ContinuousBackupsDescription: z.object({
          PointInTimeRecoveryDescription: z
            .object({ PointInTimeRecoveryStatus: z.string().optional() })
            .optional(),
        }),
      }),
      ({ name }) => ({ TableName: name }),
    ),
  },
  actions: ['dynamodb:UpdateContinuousBackups'],
  plan: ({ target, state: { backups } }) => {
    const now =
      backups.ContinuousBackupsDescription.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    if (now === 'ENABLED') return nothing('It can be restored');
    return change(
      'Each second of the last 35 days will be there to go back to; AWS charges by the table’s size',
      [recovery(target, true)],
    );
  },
  restore: ({ target }) => [recovery(target, false)],
});

const recovery = ({ name }: Target, PointInTimeRecoveryEnabled: boolean) =>
  call('dynamodb', 'UpdateContinuousBackups', {
    TableName: name,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
  });

export const protectTable = fix({
  controls: ['dynamodb_table_deletion_protection_enabled'],
  type: TABLE,
  title: 'Protect the table from being deleted',
  reads: {
    table: read(
      'dynamodb',
      'DescribeTable',
      z.object({ Table: z.object({ DeletionProtectionEnabled: z.boolean().optional() }) }),
      ({ name }) => ({ TableName: name }),
    ),
  },
  actions: ['dynamodb:UpdateTable', 'dynamodb:DescribeTable'],
  plan: ({ target, state: { table } }) =>
    table.Table.DeletionProtectionEnabled === true
      ? nothing('It is protected')
      : change(
          'DeleteTable will be refused until somebody switches the protection off',
          protection(target, true),
        ),
  restore: ({ target }) => protection(target, false),
});

/** A table that is being changed by somebody else takes no change: it is waited for. */
const protection = ({ name }: Target, DeletionProtectionEnabled: boolean) => [
  ready(name),
  call('dynamodb', 'UpdateTable', { TableName: name, DeletionProtectionEnabled }),
  ready(name),
];

const ready = (TableName: string) =>
  call(
    'dynamodb',
    'DescribeTable',
    { TableName },
    {
      until: {
        path: 'Table.TableStatus',
        is: ['ACTIVE'],
        fails: ['DELETING', 'ARCHIVED', 'INACCESSIBLE_ENCRYPTION_CREDENTIALS'],
        withinSeconds: 300,
      },
    },
  );
