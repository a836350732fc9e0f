import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { templateNames, templateOf, TEMPLATES } from '../support/template-yaml.js';

const PATH = new URL('README.md', TEMPLATES).pathname;
const PLACE = /(<!-- parameters: .*-->\n)([\s\S]*?)(<!-- \/parameters -->)/;
const ORDER = ['keys', 'network', 'endpoints', 'data', 'messages', 'roles', 'service', 'watch'];

/** Outputs of the stacks before each; those of other accounts come last. */
const order = [...ORDER, ...templateNames().filter((name) => !ORDER.includes(name))];

function section(name: string): string {
  const { Parameters, Outputs } = templateOf(name);
  const before = ORDER.slice(0, ORDER.includes(name) ? ORDER.indexOf(name) : 0);
  const said = new Set(before.flatMap((one) => Object.keys(templateOf(one).Outputs)));
  const handed = Object.keys(Parameters).filter((one) => said.has(one));
  const rows = Object.entries(Parameters)
    .filter(([one]) => !said.has(one))
    .map(([one, { Default, Description, AllowedValues }]) => {
      const allowed = Array.isArray(AllowedValues) ? AllowedValues.join(', ') : '';
      const meaning = [Description, allowed === '' ? '' : `(${allowed})`].filter(Boolean).join(' ');
      const value = Default === undefined ? 'must be given' : Default === '' ? '' : `\`${Default}\``;
      return `| \`${one}\` | ${value} | ${meaning} |`;
    });
  const list = (names: string[]) => names.map((one) => `\`${one}\``).join(', ');
  return [
    `### ${name}.yaml`,
    ['| Parameter | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n'),
    ...(handed.length === 0 ? [] : [`From the stacks before it: ${list(handed)}.`]),
    ...(Object.keys(Outputs).length === 0 ? [] : [`It says: ${list(Object.keys(Outputs))}.`]),
  ].join('\n\n');
}

describe('deploy/templates/README.md', () => {
  it('has the parameters and outputs as the templates are (UPDATE_DOCS=1 writes it)', async () => {
    const text = await format(
      readFileSync(PATH, 'utf8').replace(
        PLACE,
        (_, before: string, __, after: string) => `${before}\n${order.map(section).join('\n\n')}\n\n${after}`,
      ),
      { ...(await resolveConfig(PATH)), parser: 'markdown' },
    );
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PATH, text);
    expect(readFileSync(PATH, 'utf8')).toBe(text);
  });

  it('names each template in the order', () => {
    const text = readFileSync(PATH, 'utf8');
    expect(templateNames().filter((name) => !text.includes(`[${name}.yaml](${name}.yaml)`))).toEqual([]);
  });
});
