import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { severityColours } from '../../../platform/charts/index.js';
import { AuditPdf } from './audit-pdf.js';
import { PdfDocument } from './pdf-document.js';

const about = {
  title: 'Audit pack',
  author: 'Northwind Traders',
  writtenAt: new Date('2026-11-20T09:30:00Z'),
  foot: 'Northwind Traders · report-1',
};

const columns = [
  { title: 'Control', share: 3, bold: true },
  { title: 'Resource', share: 5 },
  { title: 'Where', share: 2.4, quiet: true },
  { title: 'Opened', share: 1.5 },
];

function* rows(count: number) {
  const names = [
    'arn:aws:s3:::bucket',
    'arn:aws:iam::123456789012:role/مدير',
    'שרת-ייצור',
    'arn:aws:rds:eu-central-1:1:db:orders',
  ];
  for (let at = 0; at < count; at += 1) {
    const name =
      at % 100 === 0
        ? names[(at / 100) % names.length]
        : `arn:aws:s3:::bucket-${at}-of-the-data-team-in-production`;
    yield {
      cells: [
        `s3_bucket_level_public_access_block_${at % 7}`,
        `${name}`,
        '111122223333 · eu-central-1',
        '2026-11-20',
      ],
      mark: severityColours[at % 2 === 0 ? 'high' : 'low'],
    };
  }
}

async function write(count: number, sink: Writable): Promise<number> {
  const pdf = await PdfDocument.open(sink, about);
  const audit = new AuditPdf(pdf);
  audit.titlePage({
    title: 'Audit pack',
    subtitle: 'CIS AWS Foundations Benchmark 4.0.1, 1 to 20 November 2026',
    facts: [
      ['Tenant', 'Northwind Traders'],
      ['Accounts', '111122223333, 444455556666'],
      ['Made', '20 November 2026, 09:30 UTC'],
    ],
    sections: [
      { name: 'findings', title: 'Findings' },
      { name: 'approvals', title: 'Approvals' },
    ],
    note: 'The manifest beside this file has the SHA-256 of each file.',
  });
  await audit.section('findings', 'Findings', 'What was open in the window, the worst first.');
  const written = await audit.table(columns, rows(count));
  await audit.section('approvals', 'Approvals');
  await audit.table(columns, []);
  await pdf.end();
  return written;
}

describe('AuditPdf', () => {
  it('has a title page, links to its sections, and a head over the rows of each page', async () => {
    const chunks: Buffer[] = [];
    const sink = new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk), done()) });

    await expect(write(120, sink)).resolves.toBe(120);

    const bytes = Buffer.concat(chunks);
    expect(bytes.toString('latin1')).toMatch(/\/Names \[\s*\(approvals\)[\s\S]*\(findings\)/);
    if (process.env['LOOK_AT']) {
      const { writeFile } = await import('node:fs/promises');
      await writeFile(`${process.env['LOOK_AT']}/audit.pdf`, bytes);
    }
  });

  it('writes thousands of rows in the memory of a few pages', async () => {
    let bytes = 0;
    const sink = new Writable({
      write(chunk: Buffer, _, done) {
        bytes += chunk.length;
        setImmediate(done);
      },
    });
    const before = process.memoryUsage().rss;
    // ROWS=50000 for the largest pack: 2,084 pages, 8 seconds of one core, under 200 MB in all
    const count = Number(process.env['ROWS'] ?? 5000);

    await expect(write(count, sink)).resolves.toBe(count);

    const grown = (process.memoryUsage().rss - before) / 1e6;
    expect(bytes).toBeGreaterThan(100_000);
    expect(grown).toBeLessThan(150);
  }, 120_000);
});
