import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { format, resolveConfig } from 'prettier';
import { controls } from '../../src/modules/scanning/domain/controls/index.js';
import { frameworks } from '../../src/modules/scanning/domain/frameworks/index.js';
import { resourceTypeOf } from '../../src/modules/scanning/domain/resources/index.js';
import { proofs } from './proofs.js';

const PATH = new URL('../../docs/controls.md', import.meta.url).pathname;
const SHOWN = ['cis-3.0', 'pci-dss-4.0', 'soc2', 'hipaa', 'gdpr', 'fsbp'];

const INTRO = `# Controls

Each is decided by a pure function of a resource's configuration (src/modules/scanning/domain/controls), and proved by tests from AWS's answers through the reader of its type to a pass and a fail. _emulator_: the answers came from the AWS emulator; _documented_: the emulator lacks the call or cannot hold such a state, and the answer has the shape that AWS documents (the link). test/controls holds the proofs; \`UPDATE_DOCS=1 npx jest test/controls/document\` writes this page.`;

/** Where a half of a control's proof comes from. */
function sourceOf(id: string, half: 'pass' | 'fail'): string {
  for (const { emulated, documented } of proofs) {
    if (emulated?.[id]?.[half] !== undefined) return 'emulator';
    const answers = documented?.[id];
    if (answers?.[half] !== undefined) return `[documented](${answers.source})`;
  }
  return '';
}

const requirementsIn = (frameworkId: string, controlId: string): string =>
  frameworks
    .find(({ id }) => id === frameworkId)
    ?.requirements.filter((one) => one.controls.includes(controlId))
    .map(({ id }) => id)
    .join(', ') ?? '';

const rows = () =>
  [...controls]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((control) => ({
      service: resourceTypeOf(control.type)?.service ?? '',
      cells: [
        `\`${control.id}\``,
        control.title,
        control.type,
        control.severity,
        ...SHOWN.map((framework) => requirementsIn(framework, control.id)),
        sourceOf(control.id, 'pass'),
        sourceOf(control.id, 'fail'),
      ],
    }));

async function page(): Promise<string> {
  const head = [
    'control',
    'fails when',
    'resource',
    'severity',
    'CIS 3.0',
    'PCI 4.0',
    'SOC 2',
    'HIPAA',
    'GDPR',
    'FSBP',
  ];
  const header = [...head, 'pass', 'fail'];
  const services = [...new Set(rows().map(({ service }) => service))].sort();
  const sections = services.map((service) => {
    const table = rows().filter((row) => row.service === service);
    const lines = [header, header.map(() => '---'), ...table.map(({ cells }) => cells)];
    return `## ${service}\n\n${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`;
  });
  const text = [INTRO, `${controls.length} controls.`, ...sections].join('\n\n');
  return format(text, { ...(await resolveConfig(PATH)), parser: 'markdown' });
}

describe('docs/controls.md', () => {
  it('is as the controls and their proofs are (UPDATE_DOCS=1 writes it)', async () => {
    const text = await page();
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(PATH, text);
    expect(readFileSync(PATH, 'utf8')).toBe(text);
  });

  it('has 120 controls or more, and no row without a proof', () => {
    expect(rows().length).toBeGreaterThanOrEqual(120);
    expect(
      rows()
        .filter(({ cells }) => cells.slice(-2).includes(''))
        .map(({ cells: [id] }) => id),
    ).toEqual([]);
  });
});
