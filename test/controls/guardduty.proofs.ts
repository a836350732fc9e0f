import { type ServiceProofs, type World } from './proof.js';

async function detector(world: World, region: string, on: boolean): Promise<string> {
  const guardduty = await world.aws(region).guardduty();
  const { DetectorId } = await guardduty.createDetector({
    Enable: true,
    Features: [
      { Name: 'S3_DATA_EVENTS', Status: on ? 'ENABLED' : 'DISABLED' },
      { Name: 'EBS_MALWARE_PROTECTION', Status: on ? 'ENABLED' : 'DISABLED' },
    ],
  });
  return `arn:aws:guardduty:${region}:${world.accountId}:detector/${DetectorId}`;
}

const setting = (accountId: string) => `arn:aws:guardduty:eu-west-1:${accountId}:threat-detection`;

export const guarddutyProofs: ServiceProofs = {
  service: 'guardduty',
  build: async (world) => ({
    withPlans: await detector(world, 'eu-west-1', true),
    withoutPlans: await detector(world, 'us-east-1', false),
    watched: setting(world.accountId),
    unwatched: setting(world.other.accountId),
  }),
  emulated: {
    guardduty_is_enabled: { pass: 'watched', fail: 'unwatched' },
    guardduty_s3_protection_enabled: { pass: 'withPlans', fail: 'withoutPlans' },
    guardduty_malware_protection_enabled: { pass: 'withPlans', fail: 'withoutPlans' },
  },
};
