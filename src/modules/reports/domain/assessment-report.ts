import type { ReportSeverity } from './scan-report.js';

/** How much work a fix is, and what it brings: the words of the executive page. */
export const efforts = ['small', 'medium', 'large'] as const;
export type Effort = (typeof efforts)[number];

/** What to do first. */
export interface Recommendation {
  /** 1 is the first to do. */
  rank: number;
  controlId: string;
  title: string;
  severity: ReportSeverity;
  /** What to do, from the control. */
  text: string;
  url: string | null;
  /** Why now, from the account's facts. */
  reason: string;
  effort: Effort;
  /** A fix of the service can do it; `reversible`: and take it back. */
  fix: { fixId: string; reversible: boolean } | null;
  /** Resources, and where. */
  resources: number;
  accountIds: string[];
  regions: string[];
  /** Requirements of the framework that it would pass or come nearer to. */
  requirementIds: string[];
  /** Points of the framework's score, if all of it were mended. */
  scoreGain: number;
  savingsUsd: number | null;
  /** The findings that it rests on, the worst first; more than these may be open. */
  findingIds: string[];
}

/** A text by a language model about the same facts. Shown with its label; each claim names findings that exist. */
export interface WrittenGuidance {
  modelId: string;
  writtenAt: Date;
  paragraphs: { text: string; findingIds: string[] }[];
  /** Claims that were left out, as they cited what is not there. */
  dropped: number;
}

export interface RequirementResult {
  id: string;
  title: string;
  section: string;
  status: 'passed' | 'failed' | 'partial' | 'no_evidence' | 'manual' | 'not_applicable';
  score: number | null;
  coverage: number | null;
  /** What a person has to check; null: nothing. */
  manual: string | null;
  controls: {
    controlId: string;
    title: string;
    severity: ReportSeverity;
    counts: { pass: number; fail: number; noEvidence: number; muted: number };
    /** What failed, the worst first, with what decided. */
    failed: {
      findingId: string | null;
      resourceArn: string;
      accountId: string;
      region: string;
      /** The part of the configuration that decided, as JSON. */
      evidence: unknown;
      readAt: Date | null;
    }[];
    /** Failed resources that are left out of `failed`. */
    more: number;
  }[];
}

export interface Change {
  title: string;
  severity: ReportSeverity;
  controlId: string;
  resourceArn: string;
  at: Date;
}

/** What an assessment report shows, executive and technical; all that is not known is null, never 0. */
export interface AssessmentReport {
  reportId: string;
  title: string;
  tenantId: string;
  tenantName: string;
  writtenAt: Date;
  framework: { id: string; name: string; version: string; note: string | null };
  scope: {
    accountIds: string[];
    regions: string[] | null;
    services: string[] | null;
    tags: Record<string, string> | null;
  };
  /** The scan that it rests on. */
  scan: {
    scanId: string;
    status: string;
    endedAt: Date | null;
    resources: number;
    gaps: { where: string; what: string }[];
  };
  score: number | null;
  coverage: number | null;
  formula: string;
  /** Oldest first; the last is this one. */
  trend: { at: Date; score: number | null; coverage: number | null }[];
  statuses: Record<RequirementResult['status'], number>;
  findings: {
    total: number;
    bySeverity: Partial<Record<ReportSeverity, number>>;
    suppressed: number;
    muted: number;
  };
  savingsUsd: number;
  /** Since the assessment before this one, or for 30 days. */
  changed: { since: Date; opened: Change[]; resolved: Change[]; openedTotal: number; resolvedTotal: number };
  topRisks: {
    title: string;
    controlId: string;
    severity: ReportSeverity;
    riskText: string;
    count: number;
    examples: string[];
  }[];
  /** Empty where they were not wanted. */
  recommendations: Recommendation[];
  guidance: WrittenGuidance | null;
  /** Why there is no such text, where a model is set that should have written one. */
  guidanceNote?: string | null;
  requirements: RequirementResult[];
}
