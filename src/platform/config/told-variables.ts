import { z } from 'zod';
import { arn, optional, url, wholeNumber } from './variable-kinds.js';

/** Where people are told; a channel that the environment names belongs to the tenant `default`. */
export const notificationVariables = {
  SLACK_WEBHOOK_URL: optional(url('http', 'https')).describe(
    'Incoming webhook of Slack: the channel `slack`',
  ),
  SMTP_URL: optional(url('smtp', 'smtps', 'ses')).describe(
    'Mail server, such as smtps://user:password@host:465, or ses://eu-west-1 for Amazon SES; not set: no email',
  ),
  MAIL_FROM: z
    .string()
    .min(3)
    .default('Compliance Shepherd <shepherd@localhost>')
    .describe('Sender of email'),
  ALERT_EMAIL_TO: optional(
    z
      .string()
      .transform((text) => text.split(',').map((one) => one.trim()))
      .pipe(z.array(z.email('must be an email address')).min(1).max(50)),
  ).describe('Who gets email: the channel `email`; several are divided by commas'),
  COMPLIANCE_NOTIFICATIONS_TOPIC: optional(arn('sns')).describe(
    'SNS topic that gets findings and scan results',
  ),
  SCHEDULE_ALERTS_TOPIC: optional(arn('sns')).describe('SNS topic that gets schedule failures'),
  WEBHOOK_ALLOWED_ADDRESSES: optional(
    z
      .string()
      .transform((text) => text.split(',').map((one) => one.trim()))
      .pipe(z.array(z.string().min(2)).min(1)),
  ).describe('Private addresses (10.1.2.3, 10.1.0.0/16) that webhooks may reach all the same'),
  DELIVERY_RETENTION_DAYS: wholeNumber(1, 3650)
    .default(90)
    .describe('Days for which ended deliveries are kept'),
};

export const reportVariables = {
  REPORTS_BUCKET: optional(
    z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be a bucket name'),
  ).describe('S3 bucket for files; not set: DATA_DIR'),
  REPORTS_KMS_KEY_ARN: optional(arn('kms')).describe(
    "KMS key for files in that bucket; not set: the one of AWS's own for S3",
  ),
  REPORT_RETENTION_DAYS: wholeNumber(1, 3650)
    .default(400)
    .describe('Days for which reports and packs are kept'),
  PACK_SIGNING_KMS_KEY_ARN: optional(arn('kms')).describe(
    'KMS key (ECC_NIST_EDWARDS25519) that signs audit packs; not set: one of the service, sealed in the database',
  ),
  BEDROCK_MODEL_ID: optional(z.string().min(3)).describe(
    'Model of Amazon Bedrock that words recommendations, such as eu.anthropic.claude-sonnet-4-5-20250929-v1:0; not set: none does',
  ),
};
