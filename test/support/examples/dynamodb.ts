import { type DynamodbTable } from '../../../src/modules/scanning/domain/resources/dynamodb/table.js';
import { daysAgo } from '../scanning-examples.js';

/** A table that every control passes. */
export const table = (changed: Partial<DynamodbTable> = {}): DynamodbTable => ({
  name: 'orders',
  arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
  status: 'ACTIVE',
  createdAt: daysAgo(400),
  billingMode: 'PAY_PER_REQUEST',
  tableClass: null,
  itemCount: 10,
  sizeBytes: 1_000,
  deletionProtection: true,
  encryption: { status: 'ENABLED', kmsKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1' },
  keyManager: 'CUSTOMER',
  pointInTimeRecovery: { status: 'ENABLED', days: 35 },
  tags: {},
  ...changed,
});
