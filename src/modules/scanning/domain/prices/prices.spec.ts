import { describe, expect, it } from '@jest/globals';
import { instancePrice, publicIpv4Price, s3StandardPrice, volumePrice, volumesPrice } from './index.js';

const disk = (
  volumeType: string,
  sizeGb: number,
  iops: number | null = null,
  throughput: number | null = null,
) => ({
  volumeType,
  sizeGb,
  iops,
  throughput,
});
const linux = (type: string) => ({
  type,
  platformDetails: 'Linux/UNIX',
  lifecycle: null,
  tenancy: 'default',
});

describe('prices', () => {
  it.each([
    ['gp2 by its size', disk('gp2', 100, 300), 'us-east-1', 10],
    ['gp3 within its baseline', disk('gp3', 100, 3000, 125), 'us-east-1', 8],
    ['gp3 beyond its baseline', disk('gp3', 100, 4000, 225), 'us-east-1', 8 + 5 + 4],
    ['io1 with its IOPS', disk('io1', 100, 1000), 'eu-west-1', 13.8 + 72],
    ['sc1 in cents', disk('sc1', 123), 'ap-south-1', 2.14],
  ])('of a volume: %s', (_what, volume, region, usd) => {
    expect(volumePrice(volume, region)).toMatchObject({
      monthlyUsd: usd,
      asOf: expect.stringMatching(/^20\d\d/),
    });
  });

  it.each([
    ['a type without a price', disk('new1', 100), 'us-east-1'],
    ['a region without prices', disk('gp3', 100), 'xx-nowhere-1'],
    ['IOPS without a price there', disk('io1', 100, 1000), 'ap-south-1'],
    ['io1 whose IOPS are not known', disk('io1', 100, null), 'us-east-1'],
    ['io2 beyond the first tier of IOPS', disk('io2', 100, 40_000), 'us-east-1'],
    ['gp3 beyond its baseline where that has no price', disk('gp3', 100, 4000), 'eu-central-1'],
    ['a name that every object has', disk('constructor', 100), 'us-east-1'],
  ])('are not known of %s', (_what, volume, region) => {
    expect(volumePrice(volume, region)).toBeNull();
  });

  it('of several volumes are unknown as soon as one is', () => {
    expect(volumesPrice([disk('gp2', 10), disk('gp3', 10)], 'us-east-1')?.monthlyUsd).toBe(1.8);
    expect(volumesPrice([disk('gp2', 10), disk('new1', 10)], 'us-east-1')).toBeNull();
    expect(volumesPrice([], 'xx-nowhere-1')?.monthlyUsd).toBe(0);
  });

  // AWS's list prices by the hour, as printed there
  it.each([
    ['t3.nano', 'us-east-1', 0.0052],
    ['t2.small', 'us-east-1', 0.023],
    ['t3a.2xlarge', 'us-west-2', 0.3008],
    ['t4g.micro', 'us-east-1', 0.0084],
    ['m5.24xlarge', 'us-east-1', 4.608],
    ['c5.9xlarge', 'eu-west-1', 1.728],
    ['r6i.2xlarge', 'eu-west-1', 0.564],
    ['t3.medium', 'ap-south-1', 0.0448],
    ['m6i.2xlarge', 'eu-central-1', 0.46],
  ])('of a %s in %s', (type, region, hourly) => {
    expect(instancePrice(linux(type), region)?.monthlyUsd).toBeCloseTo(hourly * 730, 2);
  });

  it.each(['m5.nano', 't3.24xlarge', 'x1.large', 't3', 'toString.large', 't3.toString'])(
    'are not known of a %s',
    (type) => {
      expect(instancePrice(linux(type), 'us-east-1')).toBeNull();
    },
  );

  it('of addresses and objects', () => {
    expect(publicIpv4Price(null, 'aws')?.monthlyUsd).toBe(3.65);
    expect(publicIpv4Price('amazon', 'aws-cn')).toBeNull();
    expect(s3StandardPrice(100 * 2 ** 30, ['STANDARD'], 'eu-central-1')?.monthlyUsd).toBe(2.45);
  });
});
