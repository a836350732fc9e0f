import { z } from 'zod';
import {
  type Control,
  type ControlContext,
  type Decision,
  type Severity,
  type Verdict,
  withoutPart,
} from './control.js';
import { controlsOn } from './controls/index.js';
import { evaluate, type Evaluation, type ExemptTag } from './evaluate.js';
import { type Mute, muteOf } from './mute.js';
import { isNoEvidence, NOT_READ, type NoEvidence } from './part.js';
import { type ResourceType } from './resource-type.js';

/** A resource as the inventory keeps it. */
export interface KnownConfiguration {
  arn: string;
  accountId: string;
  region: string;
  configuration: Readonly<Record<string, unknown>>;
  /** Parts that the last reading had no evidence about; `configuration` keeps what they were before. */
  noEvidence: Readonly<Record<string, unknown>>;
  tags: Readonly<Record<string, string>>;
  lastSeenAt: Date;
}

/** What one control says of one resource now. */
export interface ResourceVerdict {
  controlId: string;
  title: string;
  severity: Severity;
  accountId: string;
  region: string;
  /** null: none of this type could be listed there. */
  resourceArn: string | null;
  resourceType: string;
  verdict: Verdict;
  evidence: Record<string, unknown>;
  readAt: Date;
  /** The mute that holds for it, where it fails. */
  mutedBy: string | null;
}

export interface VerdictRules extends Pick<ControlContext, 'now' | 'thresholds' | 'settings'> {
  exemptTags: readonly ExemptTag[];
  mutes: readonly Mute[];
  asks?: (control: Control) => boolean;
  /** The tenant's own controls. */
  own?: readonly Control[];
}

/**
 * What the controls say of a resource by its last reading. What that reading had no evidence about is no evidence,
 * though an older value is known; `unlisted` is why its type could not be listed last time, `own` what the tenant's own
 * controls say of `asRead(known)`.
 */
export function verdictsOf(
  type: ResourceType,
  known: KnownConfiguration,
  rules: VerdictRules,
  unlisted: NoEvidence | null,
  own: readonly Evaluation[] = [],
): ResourceVerdict[] {
  const toVerdict = (control: Control, decision: Decision): ResourceVerdict => ({
    ...{ controlId: control.id, title: control.title, severity: decision.severity ?? control.severity },
    ...{ accountId: known.accountId, region: known.region, resourceArn: known.arn, resourceType: type.type },
    ...{ verdict: decision.verdict, evidence: decision.evidence, readAt: known.lastSeenAt },
    mutedBy:
      decision.verdict === 'fail'
        ? muteOf(rules.mutes, { ...known, controlId: control.id, resourceArn: known.arn }, rules.now)
        : null,
  });
  const asked = () => askedOn(type, rules);
  if (unlisted !== null) return asked().map((control) => toVerdict(control, withoutPart('list', unlisted)));
  const place = {
    partition: known.arn.split(':')[1] ?? 'aws',
    accountId: known.accountId,
    region: known.region,
  };
  const context = { now: rules.now, thresholds: rules.thresholds, settings: rules.settings ?? {}, place };
  try {
    return evaluate(type, asRead(known), context, rules, own).map(({ control, decision }) =>
      toVerdict(control, decision),
    );
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return asked().map((control) => toVerdict(control, withoutPart('configuration', OUTDATED)));
  }
}

/** Where nothing of a type could be listed and nothing is known of it: one verdict without a resource for each control. */
export function verdictsOnNothing(
  type: ResourceType,
  place: { accountId: string; region: string; readAt: Date },
  unlisted: NoEvidence,
  rules: Pick<VerdictRules, 'asks' | 'own'> = {},
): ResourceVerdict[] {
  return askedOn(type, rules).map((control) => ({
    ...{ controlId: control.id, title: control.title, severity: control.severity, ...place },
    ...{ resourceArn: null, resourceType: type.type, mutedBy: null },
    ...withoutPart('list', unlisted),
  }));
}

const askedOn = (
  { type }: ResourceType,
  { asks = () => true, own = [] }: Pick<VerdictRules, 'asks' | 'own'>,
): Control[] => [...controlsOn(type), ...own.filter((control) => control.type === type)].filter(asks);

const OUTDATED: NoEvidence = {
  ...NOT_READ,
  code: 'OutdatedConfiguration',
  message: 'It was read by another version: the next scan reads it anew',
};

/** The configuration as the last reading saw it. What nobody asked for then is still as it was before. */
export function asRead({ configuration, noEvidence }: KnownConfiguration): Record<string, unknown> {
  const missing = Object.entries(noEvidence).filter(
    ([, why]) => isNoEvidence(why) && why.noEvidence !== 'not_read',
  );
  return { ...configuration, ...Object.fromEntries(missing) };
}
