import { control, fail, pass } from '../../control.js';
import { dynamodbTable } from '../../resources/dynamodb/table.js';

export const tableDeletionProtection = control({
  id: 'dynamodb_table_deletion_protection_enabled',
  on: dynamodbTable,
  severity: 'medium',
  class: 'security',
  title: 'DynamoDB table can be deleted by a single call',
  risk: 'One mistaken or malicious call, or a stack that is torn down, deletes the table with all its items.',
  remediation: {
    text: 'Turn deletion protection on (UpdateTable with DeletionProtectionEnabled=true).',
    url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html',
  },
  needs: [],
  decide: ({ deletionProtection }) => (deletionProtection ? pass : fail)({ deletionProtection }),
});
