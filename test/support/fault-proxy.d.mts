/** deny, throttle and error500 as the service's protocol has them; unsupported as the emulator answers; reset closes the connection. */
export type Fault = 'deny' | 'throttle' | 'error500' | 'unsupported' | 'reset';

export interface CallFilter {
  /** `ec2`, `s3`, `cloudwatch` (or its signing name, `monitoring`) … */
  service?: string;
  region?: string;
  /** `DescribeInstances`; S3: `ListBuckets`, `GetBucketTagging` …, or `GET /path` where it cannot be told. */
  action?: string;
  accessKeyId?: string;
}

export interface FaultRule {
  /** A field left out matches every signed call. */
  match?: CallFilter;
  fault: Fault;
  /** At most so many calls are hit. */
  times?: number;
  /** The share of matching calls that are hit, 0 to 1; the same ones for the same seed and order. */
  probability?: number;
}

export interface ProxiedCall extends Required<CallFilter> {
  signingName: string;
  protocol: 'ec2' | 'query' | 's3' | 'json' | 'cbor' | 'rest';
  method: string;
  path: string;
  fault: Fault | null;
  /** Milliseconds since 1970. */
  at: number;
}

export interface FaultProxy {
  readonly url: string;
  /** May be changed or replaced at any time; the first rule that wants a call has it. */
  rules: FaultRule[];
  /** Added to every signed call. */
  latencyMs: number;
  /** The newest 10,000 at least. */
  readonly calls: ProxiedCall[];
  /** Counts all calls, also those no longer listed. */
  count(filter?: CallFilter & { fault?: Fault | null }): number;
  /** Forgets calls, counts, and how often rules were applied. */
  clear(): void;
  close(): Promise<void>;
}

/** Starts on a free loopback port (or `port`). Requests without a SigV4 signature pass untouched and uncounted. */
export function startFaultProxy(options: {
  /** `http://127.0.0.1:5555` */
  target: string;
  rules?: FaultRule[];
  latencyMs?: number;
  seed?: number;
  port?: number;
}): Promise<FaultProxy>;
