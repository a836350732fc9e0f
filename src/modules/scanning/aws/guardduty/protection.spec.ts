import { describe, expect, it, jest } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { guardDutyProtectionReader } from './protection.js';

const ref = {
  arn: 'arn:aws:guardduty:eu-west-1:123456789012:threat-detection',
  name: 'GuardDuty threat detection',
  region: 'eu-west-1',
};
const read = (guardduty: Record<string, object>) =>
  guardDutyProtectionReader.describe(documentedAws({ guardduty }), ref);
const listDetectors = { DetectorIds: ['12abc34d567e8fa901bc2d34e56789f0'] };

describe('guardDutyProtectionReader', () => {
  it('asks once where there is no detector', async () => {
    const none = jest.fn(() => ({ DetectorIds: [] }));
    expect(await read({ listDetectors: none })).toEqual({ detectors: [] });
    expect(none).toHaveBeenCalledTimes(1);
  });

  it('takes the plans from the features, and the older data sources only where a feature is not told', async () => {
    const getDetector = {
      Status: 'ENABLED',
      CreatedAt: '2026-01-02T03:04:05Z',
      DataSources: {
        S3Logs: { Status: 'DISABLED' },
        MalwareProtection: { ScanEc2InstanceWithFindings: { EbsVolumes: { Status: 'ENABLED' } } },
      },
      Features: [{ Name: 'S3_DATA_EVENTS', Status: 'ENABLED' }],
    };
    expect(await read({ listDetectors, getDetector })).toMatchObject({
      detectors: [
        {
          features: { EBS_MALWARE_PROTECTION: 'ENABLED', S3_DATA_EVENTS: 'ENABLED' },
          createdAt: '2026-01-02T03:04:05.000Z',
        },
      ],
    });
  });

  it('leaves out a detector that was deleted since the listing', async () => {
    expect(await read({ listDetectors, getDetector: sdkError('BadRequestException') })).toEqual({
      detectors: [],
    });
  });

  it('has no evidence where one of the two calls is denied', async () => {
    const denied = sdkError('AccessDeniedException', 403);
    expect(await read({ listDetectors: denied })).toMatchObject({ detectors: { noEvidence: 'denied' } });
    expect(await read({ listDetectors, getDetector: denied })).toMatchObject({
      detectors: { noEvidence: 'denied' },
    });
  });
});
