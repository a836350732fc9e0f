import { describe, expect, it, jest } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { configConfigurationRecorderReader } from './configuration-recorder.js';
import { configRecordingReader } from './recording.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };

async function list(config: Record<string, object>) {
  const found = [];
  for await (const one of configRecordingReader.list(documentedAws({ config }), place)) found.push(one);
  const [setting, recorders] = found;
  return { setting: setting?.configurations[0], recorders };
}

/** As in docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorders.html. */
const described = {
  ConfigurationRecorders: [
    {
      arn: 'arn:aws:config:eu-west-1:123456789012:configuration-recorder/default/abcdefgh12345678',
      name: 'default',
      roleARN: 'arn:aws:iam::123456789012:role/config',
      recordingGroup: {
        allSupported: false,
        includeGlobalResourceTypes: false,
        exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::User', 'AWS::IAM::Role'] },
        recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
      },
      recordingMode: { recordingFrequency: 'CONTINUOUS' },
    },
  ],
};
const status = {
  ConfigurationRecordersStatus: [
    { name: 'default', recording: true, lastStatus: 'Failure', lastErrorCode: 'AccessDenied' },
  ],
};

describe('configRecordingReader', () => {
  it('finds the setting of a region without a recorder in one call', async () => {
    const describeConfigurationRecorders = jest.fn(() => ({ ConfigurationRecorders: [] }));
    const { setting, recorders } = await list({ describeConfigurationRecorders });
    expect(setting).toEqual({ recorder: null });
    expect(recorders?.configurations).toEqual([]);
    expect(describeConfigurationRecorders).toHaveBeenCalledTimes(1);
  });

  it('reads a recorder with its status and channel, in the setting and as a resource of its own', async () => {
    const { setting, recorders } = await list({
      describeConfigurationRecorders: described,
      describeConfigurationRecorderStatus: status,
      describeDeliveryChannels: { DeliveryChannels: [{ name: 'default', s3BucketName: 'history' }] },
    });
    const recorder = {
      name: 'default',
      allSupported: false,
      excludedResourceTypes: ['AWS::IAM::Role', 'AWS::IAM::User'],
      status: { recording: true, lastStatus: 'Failure', lastError: 'AccessDenied' },
      deliveryChannel: { bucket: 'history' },
    };
    expect(setting).toMatchObject({ recorder });
    expect(recorders?.configurations).toMatchObject([recorder]);
  });

  it('has no evidence of a recorder that may not be described: neither that there is none', async () => {
    const { setting, recorders } = await list({
      describeConfigurationRecorders: sdkError('AccessDeniedException'),
    });
    expect(setting).toMatchObject({ recorder: { noEvidence: 'denied' } });
    expect(recorders).toMatchObject({ configurations: [], gaps: [{ noEvidence: 'denied' }] });
  });

  it('keeps a recorder whose status alone is denied', async () => {
    const { setting } = await list({
      describeConfigurationRecorders: described,
      describeConfigurationRecorderStatus: sdkError('AccessDeniedException'),
      describeDeliveryChannels: { DeliveryChannels: [] },
    });
    expect(setting).toMatchObject({
      recorder: { name: 'default', status: { noEvidence: 'denied' }, deliveryChannel: null },
    });
  });
});

describe('configConfigurationRecorderReader', () => {
  it('says that a recorder is gone, and does not say so where it may not look', async () => {
    const ref = { arn: described.ConfigurationRecorders[0]?.arn ?? '', name: 'default', region: 'eu-west-1' };
    const ask = (describeConfigurationRecorders: object) =>
      configConfigurationRecorderReader.describe(
        documentedAws({ config: { describeConfigurationRecorders } }),
        ref,
      );
    expect(await ask({ ConfigurationRecorders: [] })).toBeNull();
    await expect(ask(sdkError('AccessDeniedException'))).rejects.toThrow(/could not be read/);
  });
});
