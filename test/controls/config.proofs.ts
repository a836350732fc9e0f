import { type ServiceProofs, type World } from './proof.js';

const recorderArn = (accountId: string, region: string) =>
  `arn:aws:config:${region}:${accountId}:configuration-recorder/default`;
const setting = (accountId: string, region: string) =>
  `arn:aws:config:${region}:${accountId}:configuration-recording`;

async function record(world: World, region: string, roleARN: string): Promise<void> {
  const config = await world.aws(region).config();
  await config.putConfigurationRecorder({
    ConfigurationRecorder: {
      name: 'default',
      roleARN,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
    },
  });
  const s3 = await world.aws(region).s3();
  const Bucket = `config-${world.accountId}-${region}`;
  await s3.createBucket({
    Bucket,
    ...(region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
  });
  await config.putDeliveryChannel({ DeliveryChannel: { name: 'default', s3BucketName: Bucket } });
}

export const configProofs: ServiceProofs = {
  service: 'config',
  build: async (world) => {
    const role = `arn:aws:iam::${world.accountId}:role`;
    await record(world, 'us-east-1', `${role}/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`);
    const config = await world.aws('us-east-1').config();
    await config.startConfigurationRecorder({ ConfigurationRecorderName: 'default' });
    await record(world, 'eu-west-1', `${role}/config-role`); // and is never started
    return {
      recording: setting(world.accountId, 'us-east-1'),
      stopped: setting(world.accountId, 'eu-west-1'),
      serviceRole: recorderArn(world.accountId, 'us-east-1'),
      ownRole: recorderArn(world.accountId, 'eu-west-1'),
    };
  },
  emulated: {
    config_recorder_all_regions_enabled: { pass: 'recording', fail: 'stopped' },
    config_recorder_using_aws_service_role: { pass: 'serviceRole', fail: 'ownRole' },
  },
};
