import type { Schemas } from '../../../api/api.js';
import { textIn, timeIn } from '../../../ui/fields.js';
import { tagOf } from '../tags.js';
import type { MuteRule } from './words.js';

const CONDITIONS = ['controlId', 'accountId', 'region', 'resourceArn'] as const;

/** The fields of one rule: those that are left empty ask for nothing. */
function ruleIn(form: FormData, at: string): MuteRule {
  const rule: MuteRule = {};
  for (const name of CONDITIONS) {
    const text = textIn(form, `${at}.${name}`);
    if (text !== '') rule[name] = text;
  }
  const tag = textIn(form, `${at}.tag`);
  if (tag !== '') rule.tag = tagOf(tag);
  return rule;
}

/** @param rules the marks of those that are in the form, which was filled with `before` */
export const muteIn = (
  form: FormData,
  rules: readonly string[],
  before: Schemas['Mute'] | undefined,
): Schemas['SaveMute'] => ({
  rules: rules.map((at) => ruleIn(form, at)),
  reason: textIn(form, 'reason'),
  expiresAt: timeIn(form, 'expiresAt', before?.expiresAt) ?? null,
});
