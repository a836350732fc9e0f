import type { Schemas } from '../../../api/api.js';
import { isTag, tagInWords } from '../tags.js';
import { conditions, facts } from './conditions.js';

type Rule = Schemas['NotificationRule'];

function said(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(said).join(', ');
  return isTag(value) ? tagInWords(value) : JSON.stringify(value);
}

/** A field of an answer whose kind the document leaves open. */
export const textOf = (of: Readonly<Record<string, unknown>> | null, name: string): string | undefined => {
  const value = of?.[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};
export const listOf = (of: Readonly<Record<string, unknown>> | null, name: string): readonly string[] => {
  const value = of?.[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

/** As its field is called, without what the label says beside. */
function labelOf(fact: unknown, name: string): string {
  const known = facts.find((one) => one === fact);
  const field = known && conditions[known].find((one) => one.name === name);
  return field?.label.replace(/(,| \().*/, '') ?? name;
}

/** What must have happened. */
export const conditionInWords = ({ when: { fact, ...rest } }: Pick<Rule, 'when'>): string =>
  [said(fact), ...Object.entries(rest).map(([name, value]) => `${labelOf(fact, name)}: ${said(value)}`)].join(
    '; ',
  );

export const whomInWords = ({ channels }: Pick<Rule, 'channels'>): string =>
  channels === 'all' ? 'all channels' : channels.length === 1 ? '1 channel' : `${channels.length} channels`;

export function deliveryInWords({ delivery }: Pick<Rule, 'delivery'>): string {
  if (delivery === 'immediate') return 'at once';
  const digest = textOf(delivery, 'digest');
  return digest === 'daily'
    ? `daily at ${textOf(delivery, 'timeOfDay') ?? ''} (${textOf(delivery, 'timezone') ?? ''})`
    : 'hourly';
}

export function quietInWords({ quietHours }: Pick<Rule, 'quietHours'>): string {
  if (quietHours === null) return 'none';
  const days = listOf(quietHours, 'days');
  const but = listOf(quietHours, 'exceptSeverities');
  return (
    `${days.length === 0 ? 'each day' : days.join(', ')} ${textOf(quietHours, 'from') ?? ''} to ` +
    `${textOf(quietHours, 'to') ?? ''} (${textOf(quietHours, 'timezone') ?? ''})` +
    (but.length === 0 ? '' : `, but for ${but.join(', ')}`)
  );
}
