import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { PdfDocument } from './pdf-document.js';

const about = {
  title: 'Audit <pack>',
  author: 'Tenant',
  writtenAt: new Date('2026-01-02T03:04:05Z'),
  foot: 'Tenant · report-1',
};

async function bytesOf(draw: (pdf: PdfDocument) => Promise<void> | void): Promise<Buffer> {
  const output = new PassThrough();
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  const pdf = await PdfDocument.open(output, about);
  await draw(pdf);
  await pdf.end();
  return Buffer.concat(chunks);
}

const columns = [
  { title: 'Control', share: 2 },
  { title: 'Resource', share: 3 },
  { title: 'Count', share: 1, align: 'right' as const },
];

const hard = [
  'arn:aws:s3:::a-very-long-bucket-name-that-goes-on-and-on-and-on-0123456789-0123456789/and/a/path/in/it.json',
  'قاعدة بيانات العملاء (الإنتاج) 2026',
  'מסד נתונים של לקוחות (prod-db) v2',
  'arn:aws:iam::123456789012:role/مدير-النظام/admin',
  '顧客データベース',
  'emoji 🚀 and \u202eevil\u202c and \u0000 null, lone \ud83d surrogate',
  'Ünïcödé Ελληνικά Кириллица हिन्दी e\u0301',
  'x'.repeat(300),
  '',
  'line one\nline two\r\nline three',
];

describe('PdfDocument', () => {
  it('draws any text, in either direction, without an exception', async () => {
    const bytes = await bytesOf(async (pdf) => {
      pdf.heading('Hard texts', 1, 'hard');
      for (const text of hard) pdf.text(text);
      for (const text of hard) {
        pdf.text([{ text, bold: true }, { text: ' · ' }, { text: 'us-east-1', colour: '#5b6675' }], {
          size: 9,
          most: 2,
        });
      }
      await pdf.table(
        columns,
        hard.map((text) => ({ cells: [text, text, '12'], mark: '#8c1c2e' })),
      );
    });

    expect(bytes.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(bytes.subarray(-6).toString()).toContain('%%EOF');
    if (process.env['LOOK_AT']) {
      const { writeFile } = await import('node:fs/promises');
      await writeFile(`${process.env['LOOK_AT']}/hard.pdf`, bytes);
    }
  });

  it('gives the same bytes for the same input', async () => {
    const draw = async (pdf: PdfDocument): Promise<void> => {
      pdf.heading('One');
      await pdf.chart(
        { type: 'donut', width: 200, height: 100, slices: [{ label: 'a', value: 1 }] },
        48,
        100,
        200,
      );
    };

    const first = await bytesOf(draw);

    expect((await bytesOf(draw)).equals(first)).toBe(true);
  });

  it('embeds the fonts that are needed, and no others', async () => {
    const fontsOf = (bytes: Buffer): string[] =>
      [...bytes.toString('latin1').matchAll(/\/FontName \/[A-Z]+\+(\w+)/g)].map(([, name = '']) => name);

    expect(fontsOf(await bytesOf((pdf) => pdf.text('plain')))).toEqual(['NotoSans']);
    expect(fontsOf(await bytesOf((pdf) => pdf.text('سجل')))).toContain('NotoSansArabic');
  });

  it('waits for a slow reader and keeps no pages meanwhile', async () => {
    let largest = 0;
    let seen = 0;
    const slow = new Writable({
      highWaterMark: 1024,
      write(chunk: Buffer, _encoding, done) {
        largest = Math.max(largest, slow.writableLength);
        seen += chunk.length;
        setTimeout(done, 1);
      },
    });
    const pdf = await PdfDocument.open(slow, about);
    const count = await pdf.table(columns, rows(3000));
    const pages = await pdf.end();
    await new Promise((done) => slow.once('finish', done));

    expect(count).toBe(3000);
    expect(pages).toBeGreaterThan(40);
    expect(seen).toBeGreaterThan(100_000);
    // the fonts are written at the end, all at once; a page has some 4 kB
    expect(largest).toBeLessThan(90_000);
  });

  it('stops when the reader is gone', async () => {
    const output = new PassThrough();
    const pdf = await PdfDocument.open(output, about);
    output.destroy();

    await expect(pdf.table(columns, rows(500))).rejects.toThrow('gone');
  });
});

function* rows(count: number) {
  for (let at = 0; at < count; at += 1) {
    yield { cells: [`control_${at}`, `arn:aws:s3:::bucket-${at}-with-a-name-of-some-length`, String(at)] };
  }
}
