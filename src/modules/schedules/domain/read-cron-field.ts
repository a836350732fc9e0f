import { type CronField, type ReadField } from './cron-fields.js';
import { readSpecial } from './special-days.js';
import { readValue } from './read-cron-value.js';

/** Reads one field of a cron expression; every problem of it is named. */
export function readField(field: CronField, text: string): ReadField {
  if (text === '*') return { ok: true, pattern: '*' };
  const special = readSpecial(field, text);
  if (special !== undefined) return special;
  const values = new Set<number>();
  const messages: string[] = [];
  for (const element of text.split(',')) {
    const read = readElement(field, element);
    if ('message' in read) messages.push(...read.message);
    else for (const value of read.values) values.add(value);
  }
  if (messages.length > 0) return { ok: false, messages: [...new Set(messages)] };
  const all = values.size === field.max - field.min + 1;
  return { ok: true, pattern: all ? '*' : [...values].sort((a, b) => a - b).join(',') };
}

type Element = { values: number[] } | { message: string[] };

const refused = (...message: string[]): Element => ({ message });

/** One element of a list: a value, a range, either with a step, or every value with a step. */
function readElement(field: CronField, element: string): Element {
  if (element === '') return refused('there is nothing before, between or after the commas');
  if (element === '*') return refused('* is every value already: it stands alone, not in a list');
  const [range = '', stepText, ...moreSteps] = element.split('/');
  const [fromText = '', toText, ...moreEnds] = range.split('-');
  if (moreSteps.length > 0) return refused(`'${element}' has more than one step`);
  if (moreEnds.length > 0) return refused(`'${element}' has more than two ends, or a sign`);
  if (fromText === '' || toText === '' || stepText === '') return refused(`'${element}' lacks a value`);
  const everything = range === '*';
  const from = everything ? field.min : readValue(field, fromText);
  const to = everything ? field.max : toText === undefined ? undefined : readValue(field, toText);
  const step = stepText === undefined ? 1 : readStep(field, element, stepText);
  const messages = [from, to, step].filter((read) => typeof read === 'string');
  if (typeof from === 'string' || typeof to === 'string' || typeof step === 'string')
    return refused(...messages);
  // 5/10 is 5 to the end in tens, 5 alone is 5, and 30-30 (recorded as accepted) is 30.
  const end = to ?? (stepText === undefined ? from : field.max);
  if (end < from && !field.circular) return refused(`'${element}' runs backwards: years do not come again`);
  return { values: written(field, from, end, step) };
}

/** The values of a range; one whose end lies before its start goes around: hours 22-2 are 22, 23, 0, 1, 2. */
function written(field: CronField, from: number, to: number, step: number): number[] {
  const size = field.max - field.min + 1;
  const last = to < from ? to + size : to;
  const values: number[] = [];
  for (let value = from; value <= last; value += step) values.push(value > field.max ? value - size : value);
  return values;
}

/** A step beyond the field would be no step; the bound is Quartz's, whose grammar AWS took over. */
function readStep(field: CronField, element: string, text: string): number | string {
  if (!/^\d+$/.test(text)) return `'${element}' has a step that is no whole number`;
  const step = Number(text);
  const most = field.name === 'year' ? field.max - field.min : field.max;
  if (step === 0) return `'${element}' has a step of 0, which never moves on`;
  if (step > most) return `'${element}' has a step out of range: possible are 1 to ${most}`;
  return step;
}
