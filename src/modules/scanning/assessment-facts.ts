import type { ControlFindings } from './assessment-facts.store.js';
import type { Control, Severity } from './domain/control.js';
import type { Exposure } from './domain/exposure.js';
import type { Service } from './domain/resource-type.js';
import type { RequirementStatus } from './domain/score.js';
import type { ScoreGain } from './domain/score-gain.js';

/** What an assessment looks at; null: all of it. */
export interface AssessmentScope {
  accountIds: string[] | null;
  regions: string[] | null;
  services: Service[] | null;
  /** Resources that have all of these tags. */
  tags: Record<string, string> | null;
}

/** A control of the framework, with what it fails on. */
export interface AssessedControl {
  controlId: string;
  title: string;
  severity: Severity;
  riskText: string | null;
  /** null: the tenant's own that is there no more, or is switched off. */
  remediation: Control['remediation'] | null;
  exposure: Exposure | null;
  counts: { pass: number; fail: number; noEvidence: number; muted: number };
  /** The worst first. */
  failed: {
    findingId: string | null;
    resourceArn: string;
    accountId: string;
    region: string;
    evidence: Record<string, unknown>;
    readAt: Date;
  }[];
  /** Failed resources beside them. */
  more: number;
  /** Where it fails. */
  accountIds: string[];
  regions: string[];
  /** US dollars a month; null: no price is known, or it is not about money. */
  savingsUsd: number | null;
  /** What the framework gains if it fails nowhere. */
  gain: ScoreGain;
}

export interface AssessedRequirement {
  id: string;
  title: string;
  section: string;
  status: RequirementStatus;
  score: number | null;
  coverage: number | null;
  /** Why a person has to judge (the rest of) it. */
  manual: string | null;
  controlIds: string[];
}

/** A framework as it stands. */
export interface AssessedFramework {
  frameworkId: string;
  name: string;
  version: string;
  note: string | null;
  formula: string;
  /** Those that were assessed, of the scope. */
  accountIds: string[];
  /** The oldest assessment that is in it; null: there is none yet. */
  asOf: Date | null;
  score: number | null;
  coverage: number | null;
  statuses: Record<RequirementStatus, number>;
  requirements: AssessedRequirement[];
  /** Each control that it names, once. */
  controls: AssessedControl[];
  findings: ControlFindings[];
}
