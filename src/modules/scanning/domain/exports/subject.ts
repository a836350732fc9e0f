import { type Severity } from '../control.js';
import { GLOBAL_REGION } from '../resource-type.js';

/** A finding as it leaves the product. Suppressions and mutes are those that hold now. */
export interface ExportedFinding {
  id: string;
  tenantId: string;
  controlId: string;
  title: string;
  status: 'open' | 'resolved';
  severity: Severity;
  accountId: string;
  region: string;
  resourceArn: string;
  resourceType: string;
  evidence: Record<string, unknown>;
  risk: 'high' | 'low' | null;
  estimatedMonthlySavingsUsd: number | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
  openedAt: Date;
  resolvedAt: Date | null;
  suppressed: { reason: string; by: string; at: Date; until: Date | null } | null;
  muted: { muteId: string } | null;
  scanId: string | null;
}

/** What is known of a finding's control, and of the frameworks that ask for it. */
export interface ControlNotes {
  class: 'waste' | 'security';
  risk: string;
  remediation: { text: string; url: string };
  requirements: readonly { frameworkId: string; framework: string; requirementId: string }[];
}

/** A finding with its control's notes; null for a control that is no longer there. */
export interface Exported {
  finding: ExportedFinding;
  notes: ControlNotes | null;
}

/** Where a finding stands for who handles findings: a resolved one is resolved, suppressed or not. */
export function standing({ status, suppressed, muted }: ExportedFinding): 'new' | 'suppressed' | 'resolved' {
  if (status === 'resolved') return 'resolved';
  return suppressed === null && muted === null ? 'new' : 'suppressed';
}

/** `aws`, `aws-cn` …, by the resource's ARN. */
export const partitionOf = ({ resourceArn }: ExportedFinding): string => resourceArn.split(':')[1] || 'aws';

/** The region to which AWS's own services count it: what lies in no region is told of in the home region. */
export const regionOf = ({ region }: ExportedFinding, homeRegion: string): string =>
  region === GLOBAL_REGION ? homeRegion : region;

/** When it was changed last, as far as it has a time of that: a mute has none. */
export function changedAt({ openedAt, resolvedAt, lastSeenAt, suppressed }: ExportedFinding): Date {
  const times = [openedAt, lastSeenAt, resolvedAt ?? openedAt, suppressed?.at ?? openedAt];
  return new Date(Math.max(...times.map((time) => time.getTime())));
}

/** `cis-3.0/1.14` */
export const requirementNames = (notes: ControlNotes | null): string[] =>
  (notes?.requirements ?? []).map(({ frameworkId, requirementId }) => `${frameworkId}/${requirementId}`);

/** At most `length` characters (UTF-16 units, as AWS counts them), and no half of one at the end. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
