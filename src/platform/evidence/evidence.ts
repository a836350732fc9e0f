import { SetMetadata } from '@nestjs/common';

export const EVIDENCE = Symbol('gives evidence to audit packs');

/** What is collected together: one branch of the workflow each. */
export const evidenceParts = ['compliance', 'resources', 'access', 'workflows', 'changes'] as const;
export type EvidencePart = (typeof evidenceParts)[number];

/** What an audit looks at. What happened at `from` is in it, what happened at `to` is not. */
export interface EvidenceWindow {
  from: Date;
  to: Date;
  /** The framework that the audit is about; null: all that there is. */
  framework: string | null;
}

/** A line of evidence: what JSON can hold, and dates. Its fields stand in the files in their own order. */
export type EvidenceRow = Readonly<Record<string, unknown>>;

/**
 * Gives the rows of one tenant in an order that never changes, a page of the database at a time, as they stood at the end
 * of the window: asked again later, it gives the same.
 */
export type EvidenceMethod = (
  tenantId: string,
  window: EvidenceWindow,
  signal: AbortSignal,
) => AsyncIterable<EvidenceRow>;

export interface EvidenceMark {
  /** Of its files: `findings` becomes `data/findings.jsonl` and `data/findings.csv`. */
  name: string;
  part: EvidencePart;
  title: string;
  /** What of it is shown, and how it is told as of the end of the window; for the auditor. */
  about: string;
  /** Fields that the CSV has, in this order; what is no text, number or time stands there as JSON. */
  columns: readonly string[];
  /** Left out where the pack is to have no evidence files. */
  isDetail?: boolean;
  /** Fields by which rows are counted on the first page. */
  tally?: readonly string[];
  /** Rows that the first page shows, of those that have these values. */
  shows?: { take: number; only?: Readonly<Record<string, readonly string[]>> };
  /** Each row has the hash of the one before: it is asked for from the beginning of time, so that packs continue one another. */
  isChained?: boolean;
}

type Method<F> = <M extends F>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** Marks the method of a provider that gives evidence of what its module owns. Rows of a chained source have `at`, a date. */
export const AuditEvidence = (mark: EvidenceMark): Method<EvidenceMethod> => SetMetadata(EVIDENCE, mark);
