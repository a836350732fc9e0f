import type { Schemas } from '../../../api/api.js';
import { tagInWords } from '../tags.js';

export type Limits = Schemas['Guardrails']['effective'];
export type Hours = NonNullable<Limits['hours']>[number];

export const hoursInWords = ({ days, from, to, timezone }: Hours): string =>
  `${days.join(', ')} ${from} to ${to} (${timezone})`;

const listOr = (list: readonly string[] | null, all: string): string =>
  list === null ? all : list.length === 0 ? 'none' : list.join(', ');

/** Each field with what it says, in the order in which one asks. */
export const fields: readonly {
  name: keyof Limits;
  label: string;
  words: (limits: Limits) => string;
}[] = [
  { name: 'enabled', label: 'Changes', words: ({ enabled }) => (enabled ? 'allowed' : 'not allowed') },
  { name: 'allowedFixes', label: 'Fixes', words: ({ allowedFixes }) => listOr(allowedFixes, 'all') },
  { name: 'regions', label: 'Regions', words: ({ regions }) => listOr(regions, 'all') },
  {
    name: 'hours',
    label: 'Change windows',
    words: ({ hours }) => listOr(hours?.map(hoursInWords) ?? null, 'at any time'),
  },
  {
    name: 'exemptTags',
    label: 'Exempt tags',
    words: ({ exemptTags }) =>
      `${listOr(exemptTags.map(tagInWords), '')}; those of the tenant’s settings count beside`,
  },
  {
    name: 'maxChangesPerHour',
    label: 'Changes per hour',
    words: ({ maxChangesPerHour }) => `${maxChangesPerHour} at most`,
  },
  {
    name: 'maxResourcesPerRemediation',
    label: 'Resources per remediation',
    words: ({ maxResourcesPerRemediation }) => `${maxResourcesPerRemediation} at most`,
  },
  {
    name: 'approval',
    label: 'Approval',
    words: ({ approval: { always, levels, quorum } }) =>
      `${always ? 'always asked for' : 'asked for where the starter wants it'}, by ${quorum} ` +
      (levels === 1
        ? quorum === 1
          ? 'approver'
          : 'approvers'
        : 'at each of two levels, approvers and admins'),
  },
  {
    name: 'fixSettings',
    label: 'Settings of fixes',
    words: ({ fixSettings }) => Object.keys(fixSettings).join(', ') || 'none',
  },
];

/** Whose a field is. */
export const originInWords = (origin: string | undefined): string =>
  origin === 'default' || origin === undefined
    ? 'by default'
    : origin === '*'
      ? 'set for all accounts'
      : 'set for this account';
