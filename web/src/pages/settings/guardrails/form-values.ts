import type { Schemas } from '../../../api/api.js';
import { linesIn, textIn, textsOf } from '../../../ui/fields.js';
import { tagOf } from '../tags.js';
import { days } from '../week.js';
import type { Hours } from './words.js';

type Settings = Schemas['GuardrailSettings'];

/** Undefined: as it is elsewhere. */
const yesNo = (text: string): boolean | undefined => (text === '' ? undefined : text === 'yes');
const number = (text: string): number | undefined => (text === '' ? undefined : Number(text));

/** All, or those that are named; undefined: as it is elsewhere. */
function choiceIn<T>(form: FormData, name: string, these: () => T): T | null | undefined {
  const mode = textIn(form, name);
  return mode === '' ? undefined : mode === 'all' ? null : these();
}

export const hoursIn = (form: FormData, at: string): Hours => ({
  timezone: textIn(form, `${at}.timezone`),
  days: days.filter((day) => form.has(`${at}.${day}`)),
  from: textIn(form, `${at}.from`),
  to: textIn(form, `${at}.to`),
});

function approvalIn(form: FormData): Settings['approval'] {
  const levels = number(textIn(form, 'levels'));
  const approval: NonNullable<Settings['approval']> = {
    always: yesNo(textIn(form, 'always')),
    levels: levels === 1 || levels === 2 ? levels : undefined,
    quorum: number(textIn(form, 'quorum')),
  };
  return Object.values(approval).every((value) => value === undefined) ? undefined : approval;
}

/** What the form sets; what it leaves as it is elsewhere is not sent. */
export const settingsIn = (form: FormData, hours: readonly string[], fixSettings: object): Settings => ({
  enabled: yesNo(textIn(form, 'enabled')),
  allowedFixes: choiceIn(form, 'allowedFixes', () => textsOf(textIn(form, 'allowedFixes.these'))),
  regions: choiceIn(form, 'regions', () => textsOf(textIn(form, 'regions.these'))),
  hours: choiceIn(form, 'hours', () => hours.map((at) => hoursIn(form, at))),
  exemptTags: choiceIn(form, 'exemptTags', () => linesIn(form, 'exemptTags.these').map(tagOf)) ?? undefined,
  maxChangesPerHour: number(textIn(form, 'maxChangesPerHour')),
  maxResourcesPerRemediation: number(textIn(form, 'maxResourcesPerRemediation')),
  approval: approvalIn(form),
  ...(Object.keys(fixSettings).length === 0
    ? {}
    : { fixSettings: fixSettings as NonNullable<Settings['fixSettings']> }),
});
