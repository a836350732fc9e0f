import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse, type Target } from '../../fix.js';

const TRAIL = 'AWS::CloudTrail::Trail';

const trailRead = read(
  'cloudtrail',
  'DescribeTrails',
  z.object({
    trailList: z
      .array(
        z.object({
          TrailARN: z.string().optional(),
          LogFileValidationEnabled: z.boolean().optional(),
          KmsKeyId: z.string().optional(),
          S3BucketName: z.string().optional(),
        }),
      )
      .max(1),
  }),
  ({ arn }) => ({ trailNameList: [arn], includeShadowTrails: false }),
);

/** A member of an organization sees its trail, and cannot change it. */
const ofOther = ({ arn, accountId }: Target) =>
  arn.split(':')[4] === accountId
    ? undefined
    : refuse(`The trail belongs to ${arn.split(':')[4] ?? 'another account'}: change it there`);

/** Fields that are left out stay as they are: awscloudtrail/latest/APIReference/API_UpdateTrail.html */
const update = ({ arn }: Target, changed: object) =>
  call('cloudtrail', 'UpdateTrail', { Name: arn, ...changed });

export const validateLogFiles = fix({
  controls: ['cloudtrail_log_file_validation_enabled'],
  type: TRAIL,
  title: 'Have CloudTrail sign digests of its log files',
  reads: { trail: trailRead },
  actions: ['cloudtrail:UpdateTrail'],
  plan: ({ target, state: { trail } }) => {
    const [found] = trail.trailList;
    if (found === undefined) return refuse('There is no such trail in the region');
    if (found.LogFileValidationEnabled === true) return nothing('It writes digests');
    return (
      ofOther(target) ??
      change(`A digest will be delivered each hour to ${found.S3BucketName ?? 'its bucket'}`, [
        update(target, { EnableLogFileValidation: true }),
      ])
    );
  },
  restore: ({ target, before: { trail } }) => [
    update(target, { EnableLogFileValidation: trail.trailList[0]?.LogFileValidationEnabled ?? false }),
  ],
});

export const encryptTrail = fix({
  controls: ['cloudtrail_kms_encryption_enabled'],
  type: TRAIL,
  title: 'Encrypt the trail’s log files with a KMS key',
  settings: z.strictObject({
    /** A key of the bucket's region, whose policy lets CloudTrail generate data keys; by the trail's home region. */
    kmsKeyArns: z.record(z.string(), z.string().regex(/^arn:[^:]+:kms:[^:]+:\d{12}:key\//)).default({}),
  }),
  reads: { trail: trailRead },
  actions: ['cloudtrail:UpdateTrail'],
  plan: ({ target, state: { trail }, settings: { kmsKeyArns } }) => {
    const [found] = trail.trailList;
    if (found === undefined) return refuse('There is no such trail in the region');
    if (found.KmsKeyId !== undefined && found.KmsKeyId !== '') return nothing(`It uses ${found.KmsKeyId}`);
    const other = ofOther(target);
    if (other !== undefined) return other;
    const KmsKeyId = kmsKeyArns[target.region];
    if (KmsKeyId === undefined)
      return refuse(
        `Set kmsKeyArns for ${target.region}: a key of the region of the trail’s bucket, whose policy lets CloudTrail use it`,
      );
    return change(
      [
        `New log files will be encrypted with ${KmsKeyId}`,
        'Who reads them needs the key’s leave to decrypt; those that are there stay as they are',
      ],
      [update(target, { KmsKeyId })],
    );
  },
  // an empty name takes the key away: awscloudtrail/latest/userguide/cloudtrail-log-file-encryption-cli.html
  restore: ({ target, before: { trail } }) => [
    update(target, { KmsKeyId: trail.trailList[0]?.KmsKeyId ?? '' }),
  ],
});
