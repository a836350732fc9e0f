import { matchesPattern } from './policy/index.js';

/** What a rule asks of a finding; what is left out may be anything. */
export interface MuteRule {
  controlId?: string | undefined;
  accountId?: string | undefined;
  region?: string | undefined;
  /** An ARN, `*` and `?` in it stand for any characters and for one. */
  resourceArn?: string | undefined;
  /** Without a value: whatever its value is. */
  tag?: { key: string; value?: string | undefined } | undefined;
}

export interface Mute {
  id: string;
  /** It mutes what one of them asks. */
  rules: readonly MuteRule[];
  expiresAt: Date | null;
}

export interface Mutable {
  controlId: string;
  accountId: string;
  region: string;
  resourceArn: string;
  tags: Readonly<Record<string, string>>;
}

/** The mute that holds for a finding: the oldest that has not expired and of which a rule fits. */
export function muteOf(mutes: readonly Mute[], finding: Mutable, now: Date): string | null {
  const holding = mutes.find(
    ({ expiresAt, rules }) =>
      (expiresAt === null || expiresAt > now) && rules.some((rule) => fits(rule, finding)),
  );
  return holding?.id ?? null;
}

/** All that a rule names must fit. */
function fits({ controlId, accountId, region, resourceArn, tag }: MuteRule, finding: Mutable): boolean {
  const same = (wanted: string | undefined, is: string) => wanted === undefined || wanted === is;
  if (!same(controlId, finding.controlId) || !same(accountId, finding.accountId)) return false;
  if (!same(region, finding.region)) return false;
  if (resourceArn !== undefined && !matchesPattern(resourceArn, finding.resourceArn)) return false;
  if (tag === undefined) return true;
  const value = Object.hasOwn(finding.tags, tag.key) ? finding.tags[tag.key] : undefined;
  return value !== undefined && same(tag.value, value);
}
