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

/** A limit or a list that a tenant can set for one control. */
export type Parameter = number | string | boolean | readonly string[];
export type Parameters = Readonly<Record<string, Parameter>>;

/** `number`, `string`, `boolean` or `list`: a setting has to be of its default's. */
export const kindOf = (value: Parameter | undefined): string =>
  Array.isArray(value) ? 'list' : typeof value;

/** What a tenant set for one control; what is left out is the control's own. */
export interface ControlSettings {
  severity?: Severity | undefined;
  parameters?: Parameters | undefined;
}

export interface ControlContext {
  now: Date;
  place: Place;
  thresholds: Thresholds;
  /** By control id. */
  settings?: Readonly<Record<string, ControlSettings>>;
}

export const verdicts = ['pass', 'fail', 'no_evidence', 'manual', 'not_applicable'] as const;
export type Verdict = (typeof verdicts)[number];

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
  /** `steps`: what to do, one call or one click path each, in order. */
  remediation: { text: string; steps?: readonly string[]; url: string };
  /** What a tenant can set, with its default; ages in days. */
  parameters: Parameters;
  /** The parts that a reading has to bring: those without which it cannot decide, and those that it weighs. */
  needs: readonly string[];
  /** @throws ZodError when the configuration is not one of the type */
  evaluate: (configuration: unknown, context: ControlContext) => Decision;
  /** The same for a configuration that is known to be one of the type. */
  judge: (configuration: unknown, context: ControlContext) => Decision;
}

interface ControlDefinition<C, N extends keyof C & string, P extends Parameters> extends Omit<
  Control,
  'aliases' | 'type' | 'needs' | 'parameters' | 'evaluate' | 'judge'
> {
  aliases?: readonly string[];
  on: ResourceType<C>;
  /** Parts that decide: where one has no evidence, the answer is no_evidence and `decide` is not asked. */
  needs: readonly N[];
  /** Parts that it weighs but may do without: where one has no evidence, `decide` says what that means. */
  weighs?: readonly (keyof C & string)[];
  parameters?: P;
  decide: (configuration: Known<C, N>, context: ControlContext & { parameters: Widened<P> }) => Decision;
}

/** A parameter's type, not its default's. */
type Widened<P extends Parameters> = {
  [K in keyof P]: P[K] extends number
    ? number
    : P[K] extends boolean
      ? boolean
      : P[K] extends string
        ? string
        : readonly string[];
};

/** Declares a control: a pure decision over one resource's configuration. */
export function control<C, N extends keyof C & string, P extends Parameters = Record<never, never>>(
  definition: ControlDefinition<C, N, P>,
): Control {
  const { on, needs, weighs = [], decide, aliases = [], parameters: defaults, ...rest } = definition;
  const judge = (configuration: unknown, context: ControlContext): Decision => {
    const read = configuration as C;
    for (const need of needs) {
      const value: unknown = read[need];
      if (isNoEvidence(value)) return withoutPart(need, value);
    }
    const settings = context.settings?.[rest.id];
    const parameters = withSettings(defaults ?? {}, settings?.parameters) as Widened<P>;
    const decision = decide(read as unknown as Known<C, N>, { ...context, parameters });
    return settings?.severity === undefined ? decision : { ...decision, severity: settings.severity };
  };
  return {
    ...rest,
    aliases,
    type: on.type,
    parameters: defaults ?? {},
    needs: [...needs, ...weighs],
    judge,
    evaluate: (configuration, context) => judge(on.schema.parse(configuration), context),
  };
}

/** Settings outlive a version: one that the control does not have, or of another kind, is not used. */
function withSettings(defaults: Parameters, given: Parameters = {}): Parameters {
  const fitting = Object.entries(given).filter(([name, value]) => kindOf(defaults[name]) === kindOf(value));
  return { ...defaults, ...Object.fromEntries(fitting) };
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

/** Only a person can tell. */
export const manual = (reason: string, evidence: Record<string, unknown> = {}): Decision => ({
  verdict: 'manual',
  evidence: { reason, ...evidence },
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
