import type { PatchOperation } from './diff.js';

export const timelineKinds = ['event', 'drift', 'finding', 'fix', 'approval'] as const;
export type TimelineKind = (typeof timelineKinds)[number];

export const driftKinds = ['created', 'changed', 'deleted', 'restored'] as const;
export type DriftKind = (typeof driftKinds)[number];

/** Something that happened to a resource, as it is written into its timeline. */
export interface TimelineNote {
  arn: string;
  kind: TimelineKind;
  /** Of a drift: a DriftKind; of an event: its name; of a finding: opened | reopened | resolved | suppressed … */
  what: string;
  /** When it happened; default: now. */
  at?: Date;
  /** Of a drift. */
  patch?: readonly PatchOperation[];
  details?: Readonly<Record<string, unknown>>;
  /** Who did it, where that is known: userIdentity, source IP, user agent, eventID. */
  who?: unknown;
  /** The scan, event, execution … that told. */
  source: string;
  /** Default: that of the work under way. */
  correlationId?: string;
}

/** Who tells of a resource, and with what its drifts and findings are marked. */
export interface Teller {
  /** A scan's id, or an event's. */
  source: string;
  who?: unknown;
  /** Of its drifts. */
  details?: Readonly<Record<string, unknown>>;
  correlationId?: string;
}

/** Who tells of a resource, by its ARN. */
export type TellerOf = (arn: string) => Teller;
