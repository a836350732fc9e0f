import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import type { Fix } from '../../src/modules/remediation/domain/fix.js';
import { fixes } from '../../src/modules/remediation/domain/fixes/index.js';
import { controlById } from '../../src/modules/scanning/domain/controls/index.js';

const PATH = new URL('../../docs/remediation.md', import.meta.url).pathname;
const PLACE = /(<!-- fixes: .*-->\n)([\s\S]*?)(<!-- \/fixes -->)/;

const serviceOf = ({ type }: Fix): string => type.split('::')[1] ?? type;
const named = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function settingsOf({ settings }: Fix): string {
  const shape = (settings as { shape?: Record<string, unknown> } | undefined)?.shape ?? {};
  return named(Object.keys(shape));
}

const row = (fix: Fix): string[] => [
  `\`${fix.id}\``,
  fix.title,
  fix.controls.length === 1 && fix.controls[0] === fix.id ? '' : named(fix.controls),
  fix.loses ?? 'all comes back',
  settingsOf(fix),
];

function tables(): string {
  const services = [...new Set(fixes.map(serviceOf))].sort();
  const head = ['fix', 'what it does', 'controls, where they are others', 'what is lost', 'settings'];
  return services
    .map((service) => {
      const own = fixes.filter((fix) => serviceOf(fix) === service);
      const lines = [head, head.map(() => '---'), ...own.map(row)];
      return `### ${service}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
    })
    .join('\n\n');
}

async function page(before: string): Promise<string> {
  const text = before.replace(PLACE, (_, begin: string, __, end: string) => {
    const controls = new Set(fixes.flatMap((fix) => fix.controls)).size;
    return `${begin}\n${fixes.length} fixes for ${controls} controls.\n\n${tables()}\n\n${end}`;
  });
  return format(text, { ...(await resolveConfig(PATH)), parser: 'markdown' });
}

describe('docs/remediation.md', () => {
  it('is as the fixes are (UPDATE_DOCS=1 writes it)', async () => {
    const before = readFileSync(PATH, 'utf8');
    expect(before).toMatch(PLACE);
    const text = await page(before);
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PATH, text);
    expect(readFileSync(PATH, 'utf8')).toBe(text);
  });

  it('has fixes for at least 35 controls, each of a control that there is, and one for a control', () => {
    const controls = fixes.flatMap((fix) => fix.controls);
    expect(controls.length).toBeGreaterThanOrEqual(35);
    expect(new Set(controls).size).toBe(controls.length);
    expect(controls.filter((id) => controlById(id) === undefined)).toEqual([]);
    for (const fix of fixes)
      for (const id of fix.controls) expect([id, controlById(id)?.type]).toEqual([id, fix.type]);
  });
});
