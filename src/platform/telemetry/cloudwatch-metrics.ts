/** Units as CloudWatch names them (docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html). */
export type Unit = 'Count' | 'Percent' | 'Seconds' | 'Milliseconds' | 'Bytes' | 'None';

/** That CloudWatch gets a metric, and in which unit. */
export interface ForCloudWatch {
  unit: Unit;
}

export interface GaugeForCloudWatch extends ForCloudWatch {
  /** Every process reads the same: one of the cluster tells it. */
  once?: boolean;
}

/** What there is to tell of one metric for one set of labels. */
export interface CloudWatchPoint {
  name: string;
  unit: Unit;
  labels: Readonly<Record<string, string>>;
  /** Whether points of several labels may be added up. */
  isSum: boolean;
  values: readonly number[];
}

export interface DeclaredMetric {
  name: string;
  unit: Unit;
  labels: readonly string[];
}

type Tell = (labels: Readonly<Record<string, string>>, value: number) => void;

interface Kept {
  labels: Readonly<Record<string, string>>;
  values: number[];
  /** How many were told, of which `values` may be a sample. */
  told: number;
}
type Join = (kept: Kept, value: number) => void;

interface Read extends GaugeForCloudWatch {
  read: () => number | Promise<number>;
}

/** Durations of one set of labels that are kept; of more a sample is. 20 lines of EMF. */
const MOST_SAMPLES = 2_000;

/**
 * What CloudWatch gets of the metrics that are declared with a unit. Each is told once: what was told is forgotten, so
 * that several processes never tell the same.
 */
class CloudWatchMetrics {
  readonly #declared = new Map<string, DeclaredMetric>();
  readonly #kept = new Map<string, { isSum: boolean; unit: Unit; bySet: Map<string, Kept> }>();
  readonly #gauges = new Map<string, Read>();

  sums(name: string, labels: readonly string[], { unit }: ForCloudWatch): Tell {
    return this.#keep({ name, labels, unit }, true, ({ values }, value) => {
      values[0] = (values[0] ?? 0) + value;
    });
  }

  figures(name: string, labels: readonly string[], { unit }: ForCloudWatch): Tell {
    return this.#keep({ name, labels, unit }, false, ({ values }, value) => {
      values[0] = value;
    });
  }

  samples(name: string, labels: readonly string[], { unit }: ForCloudWatch): Tell {
    return this.#keep({ name, labels, unit }, false, ({ values, told }, value) => {
      if (values.length < MOST_SAMPLES) values.push(value);
      else {
        // each of them has the same chance to stay (Vitter's algorithm R)
        const at = Math.floor(Math.random() * told);
        if (at < MOST_SAMPLES) values[at] = value;
      }
    });
  }

  gauge(name: string, read: Read['read'], how: GaugeForCloudWatch): void {
    this.#declared.set(name, { name, unit: how.unit, labels: [] });
    this.#gauges.set(name, { read, ...how });
  }

  /** Every metric that CloudWatch may get. */
  declared(): DeclaredMetric[] {
    return [...this.#declared.values()];
  }

  /** What has come together since the last time; a gauge that cannot be read is left out. @param once those of the cluster too */
  async take(once: boolean): Promise<CloudWatchPoint[]> {
    const points: CloudWatchPoint[] = [];
    for (const [name, { isSum, unit, bySet }] of this.#kept) {
      for (const { labels, values } of bySet.values()) points.push({ name, unit, labels, isSum, values });
      bySet.clear();
    }
    const gauges = [...this.#gauges].filter(([, gauge]) => once || gauge.once !== true);
    const read = await Promise.allSettled(gauges.map(async ([, gauge]) => gauge.read()));
    read.forEach((result, index) => {
      const [name, gauge] = gauges[index] ?? [];
      if (name === undefined || gauge === undefined || result.status === 'rejected') return;
      points.push({ name, unit: gauge.unit, labels: {}, isSum: false, values: [result.value] });
    });
    return points;
  }

  #keep(declared: DeclaredMetric, isSum: boolean, join: Join): Tell {
    const { name, labels, unit } = declared;
    const bySet = new Map<string, Kept>();
    this.#declared.set(name, declared);
    this.#kept.set(name, { isSum, unit, bySet });
    return (given, value) => {
      const key = labels.map((label) => given[label]).join('\n');
      const kept = bySet.get(key) ?? { labels: { ...given }, values: [], told: 0 };
      bySet.set(key, kept);
      kept.told += 1;
      join(kept, value);
    };
  }
}

export const forCloudWatch = new CloudWatchMetrics();
