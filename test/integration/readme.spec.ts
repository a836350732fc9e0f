import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { defaultOf } from '../../src/platform/config/env-example.js';
import { secretVariables, variableGroups } from '../../src/platform/config/variables.js';

const ROOT = new URL('../../', import.meta.url).pathname;
const README = join(ROOT, 'README.md');
const PLACE = /(<!-- configuration: .*-->\n)([\s\S]*?)(<!-- \/configuration -->)/;
const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The code that may use a variable: all but where it is declared. */
const code = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .filter((file) => !/config\/(told-)?variables\.ts$|database\/client\//.test(file))
  .map((file) => text(`src/${file}`))
  .join('\n');

function rows(shape: Record<string, { description?: string | undefined }>): string[][] {
  return Object.entries(shape).map(([name, { description = '' }]) => {
    const notes = [
      secretVariables.includes(name) ? 'Secret.' : '',
      new RegExp(`\\b${name}\\b`).test(code) ? '' : 'Nothing uses it yet.',
    ];
    const value = defaultOf(name);
    return [
      `\`${name}\``,
      value === '' ? '' : `\`${value}\``,
      [`${description}.`, ...notes].filter(Boolean).join(' '),
    ];
  });
}

/** As prettier writes it: cells padded to the widest. */
function table([head = [], ...body]: string[][]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

const configuration = `\n${table([
  ['Variable', 'Default', 'Meaning'],
  ...Object.values(variableGroups).flatMap((group) => rows(group)),
])}\n\n`;

describe('README.md', () => {
  it('lists every variable of the configuration with its default and meaning (UPDATE_README=1 writes it)', () => {
    const readme = text('README.md');
    if (process.env['UPDATE_README'] === '1') {
      writeFileSync(
        README,
        readme.replace(PLACE, (_, before: string, __, after: string) => before + configuration + after),
      );
    }
    expect(PLACE.exec(text('README.md'))?.[2]).toBe(configuration);
  });

  it('names every npm script, and no other', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(text('package.json')));
    const section = /## Scripts\n([\s\S]*?)\n## /.exec(text('README.md'))?.[1] ?? '';
    const named = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(scripts).sort());
  });
});
