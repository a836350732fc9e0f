import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { dispositions, type Change } from '../../src/modules/events/domain/disposition.js';
import type { Rule } from '../../src/modules/events/domain/rule.js';
import { ruleTables } from '../../src/modules/events/domain/rules/index.js';
import { noEvidenceReasons } from '../../src/modules/scanning/domain/part.js';

const PATH = new URL('../../docs/events.md', import.meta.url).pathname;
const EVENTS = new URL('../../src/modules/events/', import.meta.url).pathname;
const PLACE = /(<!-- services: .*-->\n)([\s\S]*?)(<!-- \/services -->)/;
const WAYS = ['created', 'changed', 'deleted', 'looked at'] as const;
type Way = (typeof WAYS)[number];

/** What a rule does to types of the inventory, in each of the ways that a value may choose. */
function doesTo(rule: Rule): [string, Way][] {
  const chosen = Object.values(rule.choice?.rules ?? {}).flatMap(doesTo);
  const changes = (change: Change) => [change, ...Object.values(rule.changeBy?.changes ?? {})];
  const effects = rule.effects.flatMap(({ target, change }) =>
    target.type === null ? [] : changes(change).map((way): [string, Way] => [target.type ?? '', way]),
  );
  const related = rule.related.flatMap((target): [string, Way][] => {
    const type = 'all' in target ? target.all : target.type;
    return type === null ? [] : [[type, 'looked at']];
  });
  return [...effects, ...related, ...chosen];
}

const listed = (names: readonly string[]): string =>
  [...new Set(names)]
    .sort()
    .map((name) => (name.includes(' ') ? `_${name}_` : name))
    .join(', ');

function section(source: string): string {
  const rules = ruleTables
    .filter((table) => table.source === source)
    .flatMap((table) => Object.entries(table.rules));
  const done = rules.flatMap(([name, rule]) => doesTo(rule).map(([type, way]) => ({ name, type, way })));
  const types = [...new Set(done.map(({ type }) => type))].sort();
  const item = (type: string): string =>
    [
      `- **${type}**`,
      ...WAYS.flatMap((way) => {
        const names = done.filter((one) => one.type === type && one.way === way).map(({ name }) => name);
        return names.length === 0 ? [] : [`  - ${way}: ${listed(names)}`];
      }),
    ].join('\n');
  const tracked = new Set(done.map(({ name }) => name));
  const rest = rules.filter(([name]) => !tracked.has(name));
  const naming = rest.filter(([, rule]) => rule.nothing === undefined).map(([name]) => name);
  const nothing = rest.filter(([, rule]) => rule.nothing !== undefined).map(([name]) => name);
  return [
    `### ${source}`,
    ...(types.length === 0 ? [] : [types.map(item).join('\n')]),
    ...(naming.length === 0 ? [] : [`Of resources that the inventory does not hold: ${listed(naming)}.`]),
    ...(nothing.length === 0 ? [] : [`Without a change that is tracked: ${listed(nothing)}.`]),
  ].join('\n\n');
}

function services(): string {
  const sources = [...new Set(ruleTables.map(({ source }) => source))].sort();
  const names = ruleTables.flatMap((table) => Object.values(table.rules));
  const tracked = names.filter((rule) => doesTo(rule).length > 0);
  const count = `${tracked.length} event types of ${sources.length} sources change or concern the inventory; ${names.length - tracked.length} more are known.`;
  return [count, ...sources.map(section)].join('\n\n');
}

async function page(now: string): Promise<string> {
  const text = now.replace(
    PLACE,
    (_, before: string, __, after: string) => `${before}\n${services()}\n\n${after}`,
  );
  return format(text, { ...(await resolveConfig(PATH)), parser: 'markdown' });
}

/** The reasons that the module gives, as they stand in its code. */
const reasonsInCode = (): string[] =>
  readdirSync(EVENTS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .flatMap((file) => {
      const text = readFileSync(`${EVENTS}${file}`, 'utf8');
      const judge = file.endsWith('judge.ts') ? [...text.matchAll(/return '([a-z_]+)'/g)] : [];
      return [...text.matchAll(/(?:left\(|reason: )'([a-z_]+)'[,)} ]/g), ...judge];
    })
    .map(([, reason = '']) => reason);

describe('docs/events.md', () => {
  it('has the services and events as the rules are (UPDATE_DOCS=1 writes it)', async () => {
    const text = await page(readFileSync(PATH, 'utf8'));
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PATH, text);
    expect(readFileSync(PATH, 'utf8')).toBe(text);
  });

  it('tells what each disposition and each reason means', () => {
    const [told = ''] = readFileSync(PATH, 'utf8').split('## Services and events');
    const reasons = reasonsInCode();
    expect(reasons.length).toBeGreaterThan(10);
    const all = [...dispositions, ...reasons, ...noEvidenceReasons.filter((one) => one !== 'not_read')];
    expect(all.filter((word) => !told.includes(`\`${word}\``))).toEqual([]);
  });
});
