import { control, fail, pass } from '../../control.js';
import { dynamodbTable } from '../../resources/dynamodb/table.js';

/**
 * DynamoDB encrypts every table; what is asked is whose key it is. SSEType says KMS also for aws/dynamodb, AWS's own
 * key in the account, which nobody can restrict, watch by its policy, or revoke: that is no customer managed key.
 */
export const tableKmsCmkEncryption = control({
  id: 'dynamodb_tables_kms_cmk_encryption_enabled',
  on: dynamodbTable,
  severity: 'medium',
  class: 'security',
  title: 'DynamoDB table is not encrypted with a customer managed KMS key',
  risk: 'Whoever may read the table may decrypt it: there is no key policy to limit that, and no key to revoke when data leak.',
  remediation: {
    text: 'Give the table a customer managed KMS key (UpdateTable with SSESpecification); it takes no outage.',
    url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html',
  },
  needs: ['keyManager'],
  decide: ({ encryption, keyManager }) =>
    (keyManager === 'CUSTOMER' ? pass : fail)({
      status: encryption?.status ?? null,
      kmsKeyArn: encryption?.kmsKeyArn ?? null,
      keyManager: keyManager ?? 'AWS-owned key',
    }),
});
