import type { Message, MessageList } from '../message.js';
import { plainWords, shownNumber, shownTime } from '../phrases.js';
import { name } from '../safe-text.js';
import { field, listOf } from './told.js';

type Values = Record<string, unknown>;

/** Nobody's eyes: a workflow may pass on more than it should. */
const SECRET = /secret|password|passwd|token|credential|private|authorization|api.?key/i;
/** They say the same as a link does, or nothing to people. */
const UNTOLD = /^(planVersion|correlationId|taskToken|fixId|changeId)$/;
/** Counts that say something only where they are not 0. */
const LEFT_OUT = /^(notShown|more|refused)$/;
/** What a thing of a list is called by, the best first. */
const NAMED_BY = [
  'title',
  'name',
  'resourceArn',
  'patchId',
  'findingId',
  'fixId',
  'changeId',
  'instanceId',
  'id',
];

interface Details {
  fields: Message['fields'];
  lists: MessageList[];
}

/** Details that a workflow gave, as people can read them: one value a field, many a list, the rest left out. */
export function detailsOf(details: Values): Details {
  const fields: Message['fields'] = [];
  const lists: MessageList[] = [];
  for (const [key, value] of toldOf(details)) {
    const label = name(plainWords(key), 60);
    if (Array.isArray(value)) lists.push(...listOf(label, value.map(lineOf)));
    else if (isValues(value))
      for (const [inner, one] of toldOf(value)) fields.push(...field(innerLabel(label, inner), scalar(one)));
    else fields.push(...field(label, scalar(value)));
  }
  return { fields, lists };
}

const innerLabel = (label: string, inner: string) => `${label}, ${name(plainWords(inner), 60).toLowerCase()}`;

const toldOf = (values: Values): [string, unknown][] =>
  Object.entries(values).filter(
    ([key, value]) => !SECRET.test(key) && !UNTOLD.test(key) && !(LEFT_OUT.test(key) && value === 0),
  );

const isValues = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value in one line; null: there is nothing that fits one. */
function scalar(value: unknown): string | null {
  if (typeof value === 'string')
    return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? shownTime(value) : name(value);
  if (typeof value === 'number') return shownNumber(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) {
    const some = value.slice(0, 5).map(scalar);
    const more = value.length > some.length ? ` and ${shownNumber(value.length - some.length)} more` : '';
    return some.every((one) => one !== null) && some.length > 0 ? `${some.join(', ')}${more}` : null;
  }
  return null;
}

/** A thing of a list: its name, and the best of what else it says. */
function lineOf(value: unknown): { text: string; note: string | null } {
  if (!isValues(value)) return { text: scalar(value) ?? 'something', note: null };
  const named = NAMED_BY.find((key) => typeof value[key] === 'string' && value[key] !== '');
  const rest = toldOf(value)
    .filter(([key]) => key !== named && !(named === 'title' && key === 'findingId'))
    .sort(([a], [b]) => Number(b === 'resourceArn') - Number(a === 'resourceArn'))
    .flatMap(([key, one]) => {
      const shown = scalar(one);
      if (shown === null || shown === '') return [];
      const says = typeof one === 'number' || typeof one === 'boolean';
      return [says ? `${name(plainWords(key), 40).toLowerCase()}: ${shown}` : shown];
    });
  const text = named === undefined ? undefined : scalar(value[named]);
  if (text == null) return { text: rest.join(' · ') || 'something', note: null };
  return { text, note: rest.length === 0 ? null : rest.join(' · ') };
}
