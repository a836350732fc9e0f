import { cents, lookUp, type Price, type PriceSource, sum } from './price.js';

/** US dollars a month: per GB, per provisioned IOPS, per provisioned MiB/s. Absent: not known. */
interface EbsPrices {
  asOf: string;
  perGb: Partial<Record<string, number>>;
  /** gp3: what exceeds the baseline that comes with the volume. */
  gp3?: { perIops: number; perThroughput: number };
  /** io1 and io2 pay for each IOPS; io2's price falls beyond 32,000, which is not kept here. */
  perIops?: Partial<Record<string, number>>;
}

const SOURCE = 'https://aws.amazon.com/ebs/pricing/';

const virginia: EbsPrices = {
  asOf: '2026',
  perGb: { gp2: 0.1, gp3: 0.08, io1: 0.125, io2: 0.125, st1: 0.045, sc1: 0.015, standard: 0.05 },
  gp3: { perIops: 0.005, perThroughput: 0.04 },
  perIops: { io1: 0.065, io2: 0.065 },
};

const regions: Partial<Record<string, EbsPrices>> = {
  'us-east-1': virginia,
  'us-east-2': virginia,
  'us-west-2': virginia,
  'eu-west-1': {
    asOf: '2023-02-20',
    perGb: { gp2: 0.11, gp3: 0.088, io1: 0.138, io2: 0.138, st1: 0.05, sc1: 0.0168, standard: 0.055 },
    gp3: { perIops: 0.0055, perThroughput: 0.044 },
    perIops: { io1: 0.072, io2: 0.072 },
  },
  'eu-central-1': { asOf: '2026', perGb: { gp2: 0.119, gp3: 0.0952, st1: 0.054, sc1: 0.018 } },
  'ap-south-1': {
    asOf: '2026',
    perGb: { gp2: 0.114, gp3: 0.0912, st1: 0.051, sc1: 0.0174, standard: 0.08 },
    gp3: { perIops: 0.0057, perThroughput: 0.0456 },
  },
};

const GP3_IOPS = 3_000;
const GP3_THROUGHPUT = 125;
const IO2_FIRST_TIER = 32_000;

export interface PricedVolume {
  volumeType: string;
  sizeGb: number;
  iops: number | null;
  throughput: number | null;
}

/** Storage and provisioned performance of a volume, attached or not; null where any part of it has no known price. */
export function volumePrice(volume: PricedVolume, region: string): Price | null {
  const prices = lookUp(regions, region);
  const perGb = lookUp(prices?.perGb, volume.volumeType);
  if (prices === undefined || perGb === undefined) return null;
  const performance = performanceUsd(volume, prices);
  if (performance === null) return null;
  return { monthlyUsd: cents(volume.sizeGb * perGb + performance), source: SOURCE, asOf: prices.asOf };
}

function performanceUsd({ volumeType, iops, throughput }: PricedVolume, prices: EbsPrices): number | null {
  if (volumeType === 'gp3') {
    const moreIops = Math.max(0, (iops ?? GP3_IOPS) - GP3_IOPS);
    const moreThroughput = Math.max(0, (throughput ?? GP3_THROUGHPUT) - GP3_THROUGHPUT);
    if (moreIops === 0 && moreThroughput === 0) return 0;
    return prices.gp3 === undefined
      ? null
      : moreIops * prices.gp3.perIops + moreThroughput * prices.gp3.perThroughput;
  }
  if (volumeType === 'io1' || volumeType === 'io2') {
    const perIops = prices.perIops?.[volumeType];
    if (perIops === undefined || iops === null || (volumeType === 'io2' && iops > IO2_FIRST_TIER))
      return null;
    return iops * perIops;
  }
  return 0; // gp2's IOPS come with its size; st1, sc1 and standard provision none
}

/** All of them together; an instance without volumes costs nothing for storage. */
export const volumesPrice = (volumes: readonly PricedVolume[], region: string): Price | null =>
  sum(
    volumes.map((volume) => volumePrice(volume, region)),
    newest,
  );

const newest: PriceSource = { source: SOURCE, asOf: '2026' };
