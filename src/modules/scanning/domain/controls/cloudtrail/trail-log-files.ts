import { DAY_MS } from '../../../../../shared/clock.js';
import { control, fail, pass } from '../../control.js';
import { trail } from '../../resources/cloudtrail/trail.js';

export const logFileValidationEnabled = control({
  id: 'cloudtrail_log_file_validation_enabled',
  on: trail,
  severity: 'medium',
  class: 'security',
  title: 'CloudTrail trail writes no digests of its log files',
  risk: 'Without signed digests, a log file that was changed or removed afterwards looks like any other.',
  remediation: {
    text: 'Turn log file validation on for the trail.',
    steps: ['aws cloudtrail update-trail --name TRAIL_ARN --enable-log-file-validation'],
    url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-enabling.html',
  },
  needs: [],
  decide: ({ logFileValidation }) => (logFileValidation ? pass : fail)({ logFileValidation }),
});

export const trailKmsEncryption = control({
  id: 'cloudtrail_kms_encryption_enabled',
  on: trail,
  severity: 'medium',
  class: 'security',
  title: 'CloudTrail log files are not encrypted with a KMS key',
  risk: 'Whoever may read the bucket reads the record of all that happens in the account; a key of its own would be a second lock.',
  remediation: {
    text: 'Give the trail a KMS key whose policy lets CloudTrail encrypt, and only those decrypt who read logs.',
    steps: ['aws cloudtrail update-trail --name TRAIL_ARN --kms-key-id KEY_ARN'],
    url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html',
  },
  needs: [],
  decide: ({ kmsKeyId }) => (kmsKeyId === null ? fail : pass)({ kmsKeyId }),
});

export const trailCloudWatchLogging = control({
  id: 'cloudtrail_cloudwatch_logging_enabled',
  on: trail,
  severity: 'low',
  class: 'security',
  title: 'CloudTrail trail delivers nothing to CloudWatch Logs',
  risk: 'Log files in a bucket are read afterwards, if at all: without a log group, no metric filter and no alarm sees what happens.',
  remediation: {
    text: 'Give the trail a log group and a role that may write to it. Where there is one, see the error of the latest delivery.',
    steps: [
      'aws cloudtrail update-trail --name TRAIL_ARN --cloud-watch-logs-log-group-arn LOG_GROUP_ARN --cloud-watch-logs-role-arn ROLE_ARN',
      'aws cloudtrail get-trail-status --name TRAIL_ARN',
    ],
    url: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html',
  },
  needs: ['status'],
  parameters: { maxDeliveryAgeDays: 1 },
  decide: ({ logGroupArn, status }, { now, parameters: { maxDeliveryAgeDays } }) => {
    const { isLogging, latestLogGroupDeliveryAt: latest, latestLogGroupDeliveryError } = status;
    const evidence = { logGroupArn, isLogging, latestLogGroupDeliveryAt: latest, maxDeliveryAgeDays };
    // an account in use makes events every few minutes, and those of CloudTrail itself among them
    const delivers =
      logGroupArn !== null &&
      latest !== null &&
      now.getTime() - Date.parse(latest) <= maxDeliveryAgeDays * DAY_MS;
    return delivers ? pass(evidence) : fail({ ...evidence, latestLogGroupDeliveryError });
  },
});
