import { type CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { type ServiceProofs, type World } from './proof.js';

const TABLE = {
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
} satisfies Partial<CreateTableCommandInput>;

async function build({ aws }: World): Promise<Record<string, string>> {
  const dynamodb = await aws('eu-west-1').dynamodb();
  const kms = await aws('eu-west-1').kms();
  const { KeyMetadata: key } = await kms.createKey({ Description: 'of the orders' });
  const { TableDescription: good } = await dynamodb.createTable({
    ...TABLE,
    TableName: 'good',
    DeletionProtectionEnabled: true,
    SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: key?.Arn },
    Tags: [{ Key: 'Owner', Value: 'orders' }],
  });
  await dynamodb.updateContinuousBackups({
    TableName: 'good',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  });
  const { TableDescription: bad } = await dynamodb.createTable({ ...TABLE, TableName: 'bad' });
  return { good: good?.TableArn ?? '', bad: bad?.TableArn ?? '' };
}

const both = { pass: 'good', fail: 'bad' };

export const dynamodbProofs: ServiceProofs = {
  service: 'dynamodb',
  build,
  emulated: {
    dynamodb_tables_pitr_enabled: both,
    dynamodb_tables_kms_cmk_encryption_enabled: both,
    dynamodb_table_deletion_protection_enabled: both,
  },
};
