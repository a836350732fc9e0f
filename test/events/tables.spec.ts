import { describe, expect, it } from '@jest/globals';
import { resourceTypeOf } from '../../src/modules/scanning/domain/resources/index.js';
import type { Rule } from '../../src/modules/events/domain/rule.js';
import { ruleTables } from '../../src/modules/events/domain/rules/index.js';

interface Named {
  name: string;
  rule: Rule;
}

/** With the rules that a value chooses between. */
const unfolded = (name: string, rule: Rule): Named[] => [
  { name, rule },
  ...Object.values(rule.choice?.rules ?? {}).flatMap((one) => unfolded(name, one)),
];
const events: Named[] = ruleTables.flatMap(({ source, rules }) =>
  Object.entries(rules).flatMap(([name, rule]) => unfolded(`${source} ${name}`, rule)),
);
const typesOf = ({ effects, related }: Rule): string[] => [
  ...effects.flatMap(({ target }) => target.type ?? []),
  ...related.flatMap((target) => ('all' in target ? target.all : (target.type ?? []))),
];
const ROOTS = /^(partition|region|account|(request|response|extra|service|identity|record|detail|event)\.)/;

describe('the rules of all services', () => {
  it('speak of types that the inventory has', () => {
    const unknown = events.flatMap(({ name, rule }) =>
      typesOf(rule)
        .filter((type) => resourceTypeOf(type) === undefined)
        .map((type) => `${name}: ${type}`),
    );
    expect(unknown).toEqual([]);
  });

  it('have one rule for each name', () => {
    const names = ruleTables.flatMap(({ source, rules }) =>
      Object.keys(rules).map((name) => `${source} ${name}`),
    );
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('name events without the version of the API', () => {
    expect(events.filter(({ name }) => /\d{8}(v\d+)?$/.test(name)).map(({ name }) => name)).toEqual([]);
  });

  it('read what an event has', () => {
    const single = events.flatMap(({ name, rule }) =>
      [...rule.effects.map(({ target }) => target), ...rule.related].flatMap((target) =>
        ('first' in target ? target.first : [target]).map((one) => ({ name, one })),
      ),
    );
    const wrong = single.flatMap(({ name, one }) =>
      'template' in one
        ? [...one.template.matchAll(/\{([^{}]*)\}/g)]
            .flatMap(([, path = '']) => path.split('|'))
            .filter((path) => !ROOTS.test(path))
            .map((path) => `${name}: ${path}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });

  it('know more than 250 events that change what the inventory holds', () => {
    const changing = new Set(
      events
        .filter(({ rule }) => rule.effects.some(({ target }) => target.type !== null))
        .map(({ name }) => name),
    );
    const all = new Set(events.map(({ name }) => name));
    process.stdout.write(`${changing.size} event types change the inventory, ${all.size} are known\n`);
    expect(changing.size).toBeGreaterThanOrEqual(250);
  });
});
