import { eventually, type Answer } from '../support/app.js';

export interface Scan {
  scanId: string;
  status: string;
  progress: {
    unitsDone: number;
    unitsTotal: number;
    resources: number;
    findings: number;
    apiCalls: number;
    throttles: number;
  };
  errors: {
    accountId: string;
    region: string;
    service: string;
    resourceType: string | null;
    part: string | null;
    reason: string;
    code: string;
    count: number;
  }[];
  endedAt: string | null;
}

export interface Finding {
  id: string;
  controlId: string;
  status: 'open' | 'resolved';
  severity: string;
  tenantId: string;
  accountId: string;
  region: string;
  resourceArn: string;
  resourceType: string;
  evidence: Record<string, unknown>;
  risk: string | null;
  estimatedMonthlySavingsUsd: number | null;
  openedAt: string;
  lastSeenAt: string;
  resolvedAt: string | null;
  suppressed: { reason: string; by: string; until: string | null } | null;
  muted: { muteId: string } | null;
  scanId: string;
}

export interface FindingDetail extends Finding {
  history: { from: string | null; to: string; reason: string; source: string; actor: string | null }[];
}

export interface Verdict {
  controlId: string;
  severity: string;
  accountId: string;
  region: string;
  resourceArn: string | null;
  resourceType: string;
  verdict: string;
  evidence: Record<string, unknown>;
  readAt: string;
  mutedBy: string | null;
}

export interface Counts {
  pass: number;
  fail: number;
  noEvidence: number;
  manual: number;
  notApplicable: number;
  muted: number;
}

export interface Assessment {
  frameworkId: string;
  accountIds: string[];
  asOf: string | null;
  score: number | null;
  coverage: number | null;
  counts: Counts;
  statuses: Record<string, number>;
  requirements: {
    id: string;
    status: string;
    score: number | null;
    coverage: number | null;
    counts: Counts;
    controls: { controlId: string; severity: string; counts: Counts; verdictsUrl: string }[];
  }[];
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  counts?: { total: number } | null;
}

type Send = <T>(method: string, path: string, body?: unknown) => Promise<Answer<T>>;

/** On a busy machine; each takes a second. */
const LONGEST_SCAN_MS = 25_000;
const ENDED = ['completed', 'completed_with_errors', 'failed', 'cancelled'];

/** What the specs ask of the API, with one key. */
export interface ScanClient {
  send: Send;
  /** The body of an answer that must be 2xx. */
  must: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  get<T>(path: string): Promise<T>;
  /** Starts a scan that must be accepted. */
  start(body?: object): Promise<string>;
  ended(scanId: string, timeoutMs?: number): Promise<Scan>;
  scan(body?: object): Promise<Scan>;
  findings(query?: string): Promise<Finding[]>;
  verdicts(query?: string): Promise<Verdict[]>;
  /** The finding of a control on a resource; it must be there. */
  finding(resourceArn: string, controlId?: string): Promise<FindingDetail>;
}

/** A scan for what is unused: of EC2, S3 and IAM, which the emulator answers in full. */
export const WASTE = { scanType: 'cost' };

/** `ask`: what its scans ask for beside what they are given. */
export function scanClient(send: Send, ask: object = {}): ScanClient {
  const must = async <T>(method: string, path: string, given?: unknown): Promise<T> => {
    const { status, body } = await send<T>(method, path, given);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const get = <T>(path: string) => must<T>('GET', path);
  const start = async (body: object = {}) => (await must<Scan>('POST', '/scans', { ...ask, ...body })).scanId;
  const ended = (scanId: string, timeoutMs = LONGEST_SCAN_MS) =>
    eventually(async () => {
      const scan = await get<Scan>(`/scans/${scanId}`);
      return ENDED.includes(scan.status) && scan;
    }, timeoutMs);
  const findings = async (query = '') => (await get<Page<Finding>>(`/findings?limit=500${query}`)).items;
  const verdicts = async (query = '') => (await get<Page<Verdict>>(`/verdicts?limit=500${query}`)).items;
  return {
    ...{ send, must, get, start, ended, findings, verdicts },
    scan: async (body) => ended(await start(body)),
    finding: async (resourceArn, controlId) => {
      const of = controlId === undefined ? '' : `&controlId=${controlId}`;
      const [found, other] = await findings(`&resourceArn=${encodeURIComponent(resourceArn)}${of}`);
      if (found === undefined || other !== undefined) throw new Error(`not one finding of ${resourceArn}`);
      return get<FindingDetail>(`/findings/${found.id}`);
    },
  };
}

/** The emulator dates everything today: what is unused is found at once. */
export const AT_ONCE = {
  stoppedInstanceDays: 0,
  unattachedVolumeDays: 0,
  emptyBucketDays: 0,
  unusedUserDays: 0,
  unusedAccessKeyDays: 0,
};
