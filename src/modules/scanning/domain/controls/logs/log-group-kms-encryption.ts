import { control, fail, pass } from '../../control.js';
import { logGroup } from '../../resources/logs/log-group.js';

export const logGroupKmsEncryption = control({
  id: 'cloudwatch_log_group_kms_encryption_enabled',
  on: logGroup,
  severity: 'medium',
  class: 'security',
  title: 'Log group is not encrypted with a KMS key of the account',
  risk: 'CloudWatch Logs encrypts with a key of its own, which the account can neither watch nor take away from those who may read the logs.',
  remediation: {
    text: 'Associate a KMS key whose policy lets CloudWatch Logs of the region use it. Only what comes in from then on is encrypted with it.',
    steps: ['aws logs associate-kms-key --log-group-name NAME --kms-key-id KEY_ARN'],
    url: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  },
  needs: [],
  decide: ({ kmsKeyId }) => (kmsKeyId === null ? fail({ kmsKeyId }) : pass({ kmsKeyId })),
});
