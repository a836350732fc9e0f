import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse, type Target } from '../../fix.js';
import { nameAfter } from '../names.js';

const LOG_GROUP = 'AWS::Logs::LogGroup';

const nameOf = (target: Target): string => nameAfter(':log-group:', target);

/** Names that begin so come in alphabetic order: the name itself is first. */
const groupRead = read(
  'logs',
  'DescribeLogGroups',
  z.object({
    logGroups: z.array(
      z.object({
        logGroupName: z.string(),
        retentionInDays: z.number().optional(),
        kmsKeyId: z.string().optional(),
      }),
    ),
  }),
  (target) => ({ logGroupNamePrefix: nameOf(target), limit: 1 }),
  {
    about: ({ logGroups }, target) => ({
      logGroups: logGroups.filter(({ logGroupName }) => logGroupName === nameOf(target)),
    }),
  },
);
type Groups = z.infer<typeof groupRead.answer>;

const found = ({ logGroups: [group] }: Groups) => group;
const GONE = refuse('There is no such log group any more');

/** What AWS takes, above a year: AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922],
  ...[3288, 3653],
];

export const keepLogs = fix({
  controls: ['cloudwatch_log_group_retention_policy_specific_days_enabled'],
  type: LOG_GROUP,
  title: 'Keep the log group long enough',
  reads: { group: groupRead },
  actions: ['logs:PutRetentionPolicy'],
  plan: ({ target, state: { group }, evidence }) => {
    const now = found(group);
    if (now === undefined) return GONE;
    const told = evidence['minRetentionDays'];
    const least = typeof told === 'number' ? told : 365;
    if (now.retentionInDays === undefined || now.retentionInDays >= least)
      return nothing(`It is kept ${now.retentionInDays ?? 'for ever'}`);
    const retentionInDays = DAYS.find((days) => days >= least);
    if (retentionInDays === undefined)
      return refuse(`CloudWatch Logs keeps nothing for ${least} days and then ends`);
    return change(`Events will be kept ${retentionInDays} days (now: ${now.retentionInDays}), and paid for`, [
      put(target, retentionInDays),
    ]);
  },
  restore: ({ target, before: { group } }) => {
    const before = found(group)?.retentionInDays;
    return before === undefined ? [] : [put(target, before)];
  },
});

const put = (target: Target, retentionInDays: number) =>
  call('logs', 'PutRetentionPolicy', { logGroupName: nameOf(target), retentionInDays });

/** docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
export const encryptLogs = fix({
  controls: ['cloudwatch_log_group_kms_encryption_enabled'],
  type: LOG_GROUP,
  title: 'Encrypt the log group with a KMS key',
  settings: z.strictObject({
    /** ARNs of symmetric keys by region, whose policies let logs.REGION.amazonaws.com use them. */
    kmsKeyArns: z.record(z.string(), z.string().regex(/^arn:[^:]+:kms:[^:]+:\d{12}:key\//)).default({}),
  }),
  reads: { group: groupRead },
  actions: ['logs:AssociateKmsKey', 'logs:DisassociateKmsKey'],
  plan: ({ target, state: { group }, settings: { kmsKeyArns } }) => {
    const now = found(group);
    if (now === undefined) return GONE;
    if (now.kmsKeyId !== undefined) return nothing(`It uses ${now.kmsKeyId}`);
    const kmsKeyId = kmsKeyArns[target.region];
    if (kmsKeyId === undefined)
      return refuse(`Set kmsKeyArns for ${target.region}: it needs a key of the region`);
    if (kmsKeyId.split(':')[3] !== target.region) return refuse(`${kmsKeyId} is no key of ${target.region}`);
    return change(
      [
        `What comes in from then on will be encrypted with ${kmsKeyId}`,
        'Who reads it needs the key’s leave to decrypt; taken back, what came in meanwhile still needs the key',
      ],
      [call('logs', 'AssociateKmsKey', { logGroupName: nameOf(target), kmsKeyId })],
    );
  },
  restore: ({ target }) => [call('logs', 'DisassociateKmsKey', { logGroupName: nameOf(target) })],
});
