import { control, fail, pass } from '../../control.js';
import { dynamodbTable } from '../../resources/dynamodb/table.js';

export const tablePitrEnabled = control({
  id: 'dynamodb_tables_pitr_enabled',
  on: dynamodbTable,
  severity: 'medium',
  class: 'security',
  title: 'DynamoDB table cannot be restored to a point in time',
  risk: 'A faulty release or a bad actor overwrites or deletes items, and there is no state from before to go back to.',
  remediation: {
    text: 'Turn point-in-time recovery on (UpdateContinuousBackups): DynamoDB then keeps every second of up to 35 days.',
    url: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html',
  },
  needs: ['pointInTimeRecovery'],
  decide: ({ pointInTimeRecovery }) =>
    (pointInTimeRecovery.status === 'ENABLED' ? pass : fail)({ pointInTimeRecovery }),
});
