import { isNoEvidence, type Known, type NoEvidence } from './part.js';
import { type Place, type ResourceType } from './resource-type.js';

export const severities = ['critical', 'high', 'medium', 'low', 'informational'] as const;
export type Severity = (typeof severities)[number];

/** Limits a tenant can move (/tenants/{id}/settings). All ages in days, CPU in percent. */
export interface Thresholds {
  stoppedInstanceDays: number;
  idleInstanceCpuPercent: number;
  idleInstanceDays: number;
  unattachedVolumeDays: number;
  emptyBucketDays: number;
  untouchedBucketDays: number;
  unusedUserDays: number;
  unusedAccessKeyDays: number;
}

export interface ControlContext {
  now: Date;
  place: Place;
  thresholds: Thresholds;
}

export type Verdict = 'pass' | 'fail' | 'no_evidence' | 'manual' | 'not_applicable';

/** What a control answers. `evidence` holds the values that decided, as read. */
export interface Decision {
  verdict: Verdict;
  evidence: Record<string, unknown>;
  /** specs/4's High or Low of a waste finding. */
  risk?: 'high' | 'low';
  /** Where one control weighs its cases differently; else the control's own. */
  severity?: Severity;
  /** US dollars a month; null where no price is known, never 0 for "unknown". */
  estimatedMonthlySavingsUsd?: number | null;
}

export interface Control {
  id: string;
  aliases: readonly string[];
  type: string;
  severity: Severity;
  class: 'waste' | 'security';
  title: string;
  risk: string;
  remediation: { text: string; url: string };
  evaluate: (configuration: unknown, context: ControlContext) => Decision;
}

interface ControlDefinition<C, N extends keyof C & string> extends Omit<
  Control,
  'aliases' | 'type' | 'evaluate'
> {
  aliases?: readonly string[];
  on: ResourceType<C>;
  /** Parts that decide: where one has no evidence, the answer is no_evidence and `decide` is not asked. */
  needs: readonly N[];
  decide: (configuration: Known<C, N>, context: ControlContext) => Decision;
}

/** Declares a control: a pure decision over one resource's configuration. */
export function control<C, N extends keyof C & string>(definition: ControlDefinition<C, N>): Control {
  const { on, needs, decide, aliases = [], ...rest } = definition;
  return {
    ...rest,
    aliases,
    type: on.type,
    evaluate: (configuration, context) => {
      const read = on.schema.parse(configuration);
      for (const need of needs) {
        const value: unknown = read[need];
        if (isNoEvidence(value)) return withoutPart(need, value);
      }
      return decide(read as unknown as Known<C, N>, context);
    },
  };
}

export const pass = (evidence: Record<string, unknown> = {}): Decision => ({ verdict: 'pass', evidence });

export const fail = (
  evidence: Record<string, unknown>,
  more: Omit<Decision, 'verdict' | 'evidence'> = {},
): Decision => ({
  verdict: 'fail',
  evidence,
  ...more,
});

export const notApplicable = (evidence: Record<string, unknown> = {}): Decision => ({
  verdict: 'not_applicable',
  evidence,
});

/** AWS's answers do not decide: neither a pass nor a fail, and a finding that is open stays as it is. */
export const undecided = (reason: string, evidence: Record<string, unknown> = {}): Decision => ({
  verdict: 'no_evidence',
  evidence: { reason, ...evidence },
});

/** The part that would decide could not be read. */
export const withoutPart = (
  part: string,
  missing: NoEvidence,
  evidence: Record<string, unknown> = {},
): Decision => ({
  verdict: 'no_evidence',
  evidence: { part, ...missing, ...evidence },
});
