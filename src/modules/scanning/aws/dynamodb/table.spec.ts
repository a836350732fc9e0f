import { describe, expect, it } from '@jest/globals';
import { type Answers, documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type DynamodbTable } from '../../domain/resources/dynamodb/table.js';
import { type Want } from '../reader.js';
import { dynamodbTableReader } from './table.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const key = (id: string, account = '123456789012') => `arn:aws:kms:eu-west-1:${account}:key/${id}`;

/** Tables by name with their KMS keys; null: AWS owns the key. */
async function list(
  tables: Record<string, string | null>,
  changed: Answers = {},
  want: Want = null,
): Promise<DynamodbTable[]> {
  const answers: Answers = {
    dynamodb: {
      listTables: { TableNames: Object.keys(tables) },
      describeTable: ({ TableName }: { TableName: string }) => ({
        Table: {
          TableName,
          TableArn: `arn:aws:dynamodb:eu-west-1:123456789012:table/${TableName}`,
          ...(tables[TableName] === null
            ? {}
            : { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: tables[TableName] } }),
        },
      }),
      describeContinuousBackups: {
        ContinuousBackupsDescription: {
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: 35 },
        },
      },
      listTagsOfResource: { Tags: [] },
      ...changed.dynamodb,
    },
    kms: changed.kms ?? {},
  };
  const found: DynamodbTable[] = [];
  for await (const { configurations } of dynamodbTableReader.list(documentedAws(answers), place, want)) {
    for (const one of configurations) found.push(dynamodbTableReader.type.schema.parse(one) as DynamodbTable);
  }
  return found;
}

describe('dynamodbTableReader', () => {
  it('asks once for each key who manages it', async () => {
    const asked: string[] = [];
    const describeKey = ({ KeyId }: { KeyId: string }) => {
      asked.push(KeyId);
      return { KeyMetadata: { KeyManager: KeyId === key('aws') ? 'AWS' : 'CUSTOMER' } };
    };
    const tables = { a: key('aws'), b: key('own'), c: key('aws'), d: null };
    const found = await list(tables, { kms: { describeKey } });
    expect(found.map(({ keyManager }) => keyManager)).toEqual(['AWS', 'CUSTOMER', 'AWS', null]);
    expect(asked.sort()).toEqual([key('aws'), key('own')]);
  });

  it('asks for no key of another account, which only a customer can have chosen', async () => {
    const [table] = await list({ a: key('theirs', '999999999999') });
    expect(table?.keyManager).toBe('CUSTOMER');
  });

  it('takes a deleted key for a customer’s, and has no evidence on one that may not be described', async () => {
    const describeKey = ({ KeyId }: { KeyId: string }) => {
      throw KeyId === key('gone') ? sdkError('NotFoundException') : sdkError('AccessDeniedException');
    };
    const found = await list({ a: key('gone'), b: key('closed') }, { kms: { describeKey } });
    expect(found).toMatchObject([{ keyManager: 'CUSTOMER' }, { keyManager: { noEvidence: 'denied' } }]);
  });

  it('knows encryption that was turned back to AWS’s own key', async () => {
    const Table = {
      TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/a',
      SSEDescription: { Status: 'DISABLED' },
    };
    const found = await list({ a: null }, { dynamodb: { describeTable: { Table } } });
    expect(found).toMatchObject([{ encryption: null, keyManager: null }]);
  });

  it('leaves out a table that is gone, wherever it turns out', async () => {
    const gone =
      (name: string) =>
      ({ TableName }: { TableName?: string }) => {
        if (TableName === 'gone') throw sdkError(name);
        return { ContinuousBackupsDescription: {} };
      };
    const describeContinuousBackups = gone('TableNotFoundException');
    const found = await list({ gone: null, here: null }, { dynamodb: { describeContinuousBackups } });
    expect(found).toMatchObject([{ name: 'here', pointInTimeRecovery: { status: 'DISABLED' } }]);
  });

  it('reads of the parts what is asked for, and joins the pages of tags', async () => {
    const listTagsOfResource = ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { Tags: [{ Key: 'a', Value: '1' }], NextToken: 'more' }
        : { Tags: [{ Key: 'b', Value: '2' }] };
    const found = await list({ a: key('own') }, { dynamodb: { listTagsOfResource } }, new Set(['tags']));
    expect(found).toMatchObject([
      {
        tags: { a: '1', b: '2' },
        keyManager: { noEvidence: 'not_read' },
        pointInTimeRecovery: { noEvidence: 'not_read' },
      },
    ]);
  });
});
