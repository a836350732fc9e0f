import { type Behind, type FixProof, type FixWorld } from './proof.js';

const REGION = 'eu-west-1';

const key =
  (set: object, after: (id: string, world: FixWorld) => Promise<unknown> = async () => undefined) =>
  async (world: FixWorld) => {
    const { KeyMetadata } = await (await world.aws().kms()).createKey(set);
    await after(KeyMetadata?.KeyId ?? '', world);
    return { arn: KeyMetadata?.Arn ?? '', region: REGION };
  };

const OPEN = { Sid: 'everybody', Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };

const openKey = async (world: FixWorld) => {
  const own = { AWS: `arn:aws:iam::${world.accountId}:root` };
  const Statement = [{ Effect: 'Allow', Principal: own, Action: 'kms:*', Resource: '*' }, OPEN];
  const made = await key({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) })(world);
  const kms = await world.aws().kms();
  const policy = async () => (await kms.getKeyPolicy({ KeyId: made.arn, PolicyName: 'default' })).Policy;
  return { ...made, untouched: async () => (await policy())?.includes(own.AWS) };
};

const trail = (settings?: (accountId: string) => Record<string, unknown>) => async (world: FixWorld) => {
  const S3BucketName = `trail-${world.accountId}`;
  await (
    await world.aws().s3()
  ).createBucket({
    Bucket: S3BucketName,
    CreateBucketConfiguration: { LocationConstraint: REGION },
  });
  const cloudtrail = await world.aws().cloudtrail();
  const TagsList = [{ Key: 'team', Value: 'security' }];
  await cloudtrail.createTrail({ Name: 'all', S3BucketName, S3KeyPrefix: 'logs', TagsList });
  const made = {
    arn: `arn:aws:cloudtrail:${REGION}:${world.accountId}:trail/all`,
    region: REGION,
    extraState: async () => (await cloudtrail.describeTrails({})).trailList,
  };
  return settings === undefined ? made : { ...made, settings: settings(world.accountId) };
};

const MULTI_REGION = 'cloudtrail_multi_region_enabled';

/** The account's trails are looked for in the home region of the service, here us-east-1. */
const onlyTrail =
  (set: { IsMultiRegionTrail: boolean; started: boolean }) =>
  async ({ accountId, aws }: FixWorld) => {
    const S3BucketName = `trail-${accountId}`;
    await (await aws('us-east-1').s3()).createBucket({ Bucket: S3BucketName });
    const cloudtrail = await aws('us-east-1').cloudtrail();
    const { IsMultiRegionTrail, started } = set;
    // without events of global services, which a trail of all regions has to have
    const IncludeGlobalServiceEvents = IsMultiRegionTrail;
    await cloudtrail.createTrail({
      Name: 'only',
      S3BucketName,
      IsMultiRegionTrail,
      IncludeGlobalServiceEvents,
    });
    if (started) await cloudtrail.startLogging({ Name: 'only' });
    return {
      ...{ arn: `arn:aws:cloudtrail::${accountId}:trails`, region: 'global' },
      extraState: async () => (await cloudtrail.getTrailStatus({ Name: 'only' })).IsLogging,
    };
  };

/** An empty name takes the key away, and the trail has none then. */
const withoutEmptyKey = (): Behind => ({
  cloudtrail: {
    describeTrails: async (input, ask) => {
      const { trailList = [] } = (await ask(input)) as { trailList?: { KmsKeyId?: string }[] };
      return {
        trailList: trailList.map(({ KmsKeyId, ...rest }) => (KmsKeyId ? { ...rest, KmsKeyId } : rest)),
      };
    },
  },
});

const RECORDER = 'config_recorder_all_regions_enabled';

const recording =
  (recorder: { recordingGroup: object; started: boolean } | null, channel: boolean) =>
  async ({ accountId, aws }: FixWorld) => {
    const config = await aws().config();
    const bucket = `config-${accountId}`;
    await (
      await aws().s3()
    ).createBucket({
      Bucket: bucket,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    });
    const roleARN = `arn:aws:iam::${accountId}:role/config`;
    if (recorder !== null) {
      const { recordingGroup } = recorder;
      await config.putConfigurationRecorder({
        ConfigurationRecorder: { name: 'ours', roleARN, recordingGroup },
      });
    }
    if (channel)
      await config.putDeliveryChannel({ DeliveryChannel: { name: 'default', s3BucketName: bucket } });
    if (recorder?.started === true)
      await config.startConfigurationRecorder({ ConfigurationRecorderName: 'ours' });
    return {
      arn: `arn:aws:config:${REGION}:${accountId}:configuration-recording`,
      region: REGION,
      settings: { bucket, roleArn: roleARN },
    };
  };
const SOME = { allSupported: false, resourceTypes: ['AWS::S3::Bucket'] };
const EVERY = { allSupported: true, includeGlobalResourceTypes: true };

/** Of KMS, CloudTrail and AWS Config. */
export const auditFixProofs: readonly FixProof[] = [
  {
    fix: 'kms_cmk_rotation_enabled',
    control: 'kms_cmk_rotation_enabled',
    make: key({ Description: 'fixed' }),
  },
  {
    fix: 'kms_cmk_not_deleted_unintentionally',
    control: 'kms_cmk_not_deleted_unintentionally',
    make: key({}, async (KeyId, { aws }) =>
      (await aws().kms()).scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 }),
    ),
  },
  { fix: 'kms_key_not_publicly_accessible', control: 'kms_key_not_publicly_accessible', make: openKey },
  {
    fix: 'cloudtrail_log_file_validation_enabled',
    control: 'cloudtrail_log_file_validation_enabled',
    make: trail(),
  },
  {
    fix: 'cloudtrail_kms_encryption_enabled',
    control: 'cloudtrail_kms_encryption_enabled',
    behind: withoutEmptyKey,
    lacks: 'the emulator keeps an empty name of a key',
    make: trail((accountId) => ({
      kmsKeyArns: {
        [REGION]: `arn:aws:kms:${REGION}:${accountId}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
      },
    })),
  },
  {
    ...{ fix: MULTI_REGION, control: MULTI_REGION, name: 'with a trail of one region' },
    make: onlyTrail({ IsMultiRegionTrail: false, started: true }),
  },
  {
    ...{ fix: MULTI_REGION, control: MULTI_REGION, name: 'with a trail that is stopped' },
    make: onlyTrail({ IsMultiRegionTrail: true, started: false }),
  },
  { fix: RECORDER, control: RECORDER, name: 'without a recorder', make: recording(null, false) },
  {
    ...{ fix: RECORDER, control: RECORDER, name: 'that records some types' },
    make: recording({ recordingGroup: SOME, started: true }, true),
  },
  {
    ...{ fix: RECORDER, control: RECORDER, name: 'that is stopped and delivers nowhere' },
    make: recording({ recordingGroup: EVERY, started: false }, false),
  },
];
