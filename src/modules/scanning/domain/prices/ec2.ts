import { cents, HOURS_PER_MONTH, lookUp, type Price } from './price.js';

/**
 * On-demand Linux prices by the hour. Within each of these families the price is that of `large` times the size
 * (checked against the list: m5.24xlarge is 48 × m5.large), so that a region is one line per family.
 */
interface FamilyPrices {
  asOf: string;
  large: Partial<Record<string, number>>;
  /** Where AWS rounds differently. */
  exact?: Partial<Record<string, number>>;
}

const SOURCE = 'https://aws.amazon.com/ec2/pricing/on-demand/';

/** The same in us-east-1 and us-west-2. */
const core = {
  t3: 0.0832,
  t3a: 0.0752,
  c5: 0.085,
  c5a: 0.077,
  c6a: 0.0765,
  c6i: 0.085,
  m5: 0.096,
  m5a: 0.086,
};

const regions: Partial<Record<string, FamilyPrices>> = {
  'us-east-1': {
    asOf: '2026-02-09',
    large: {
      ...core,
      t2: 0.0928,
      t4g: 0.0672,
      c6g: 0.068,
      c7g: 0.0725,
      c7i: 0.08925,
      m6a: 0.0864,
      m6g: 0.077,
      m6i: 0.096,
      m7g: 0.0816,
      m7i: 0.1008,
      r5: 0.126,
      r5a: 0.113,
      r6a: 0.1134,
      r6g: 0.1008,
      r6i: 0.126,
      r7g: 0.1071,
      r7i: 0.1323,
    },
    exact: { 't2.small': 0.023 },
  },
  'us-west-2': {
    asOf: '2023-02-20',
    large: { ...core, m6a: 0.0864, m6i: 0.096, r5: 0.126, r5a: 0.113, r6a: 0.1134, r6i: 0.126 },
  },
  'eu-west-1': {
    asOf: '2023-02-20',
    large: {
      t3: 0.0912,
      t3a: 0.0816,
      c5: 0.096,
      c5a: 0.086,
      c6i: 0.0912,
      m5: 0.107,
      m5a: 0.096,
      m6i: 0.107,
      r5: 0.141,
      r5a: 0.127,
      r6i: 0.141,
    },
  },
  'eu-central-1': {
    asOf: '2026',
    large: { t3: 0.096, m5: 0.115, m6i: 0.115, c5: 0.097, c6i: 0.097, r5: 0.152, r6i: 0.152 },
  },
  'ap-south-1': { asOf: '2026', large: { t2: 0.0992, t3: 0.0896, m5: 0.101, m6i: 0.101, c5: 0.085 } },
};

const burstableSizes = {
  nano: 1 / 16,
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
  '2xlarge': 4,
};
const sizes = {
  large: 1,
  xlarge: 2,
  '2xlarge': 4,
  '4xlarge': 8,
  '8xlarge': 16,
  '9xlarge': 18,
  '12xlarge': 24,
  '16xlarge': 32,
  '18xlarge': 36,
  '24xlarge': 48,
};

export interface PricedInstance {
  type: string;
  /** `Linux/UNIX` is what the table is about. */
  platformDetails: string | null;
  /** null: on-demand. */
  lifecycle: string | null;
  tenancy: string | null;
}

/** What a running instance costs, its volumes apart; null for anything but shared on-demand Linux. */
export function instancePrice(instance: PricedInstance, region: string): Price | null {
  const prices = lookUp(regions, region);
  if (prices === undefined || !isPlainLinux(instance)) return null;
  const hourly = lookUp(prices.exact, instance.type) ?? hourlyUsd(instance.type, prices);
  if (hourly === null) return null;
  return { monthlyUsd: cents(hourly * HOURS_PER_MONTH), source: SOURCE, asOf: prices.asOf };
}

const isPlainLinux = ({ platformDetails, lifecycle, tenancy }: PricedInstance): boolean =>
  platformDetails === 'Linux/UNIX' && lifecycle === null && (tenancy === null || tenancy === 'default');

function hourlyUsd(type: string, prices: FamilyPrices): number | null {
  const [family = '', size = ''] = type.split('.');
  const large = lookUp(prices.large, family);
  const factor = lookUp<number>(family.startsWith('t') ? burstableSizes : sizes, size);
  return large === undefined || factor === undefined ? null : large * factor;
}
