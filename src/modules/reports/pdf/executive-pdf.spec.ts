import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import {
  assessmentReport,
  emptyAssessment,
  largeAssessment,
  longAssessment,
  rtlAssessment,
  writtenGuidance,
} from '../../../../test/support/assessment-fixture.js';
import type { AssessmentReport } from '../domain/assessment-report.js';
import { writeExecutivePdf } from './executive-pdf.js';

const reports: [string, AssessmentReport][] = [
  ['usual', assessmentReport()],
  ['written', assessmentReport({ guidance: writtenGuidance })],
  ['empty', emptyAssessment()],
  ['large', largeAssessment()],
  ['long', longAssessment()],
  ['rtl', rtlAssessment()],
];

async function pdfOf(report: AssessmentReport): Promise<{ pages: number; bytes: Buffer }> {
  const output = new PassThrough();
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  const pages = await writeExecutivePdf(output, report);
  return { pages, bytes: Buffer.concat(chunks) };
}

describe('writeExecutivePdf', () => {
  it.each(reports)('has exactly two A4 pages: %s', async (name, report) => {
    const { pages, bytes } = await pdfOf(report);

    expect(pages).toBe(2);
    expect(bytes.toString('latin1')).toMatch(/\/Type \/Pages\s+\/Count 2\b/);
    // LOOK_AT=FOLDER writes the file, for the eye
    if (process.env['LOOK_AT']) {
      const { writeFile } = await import('node:fs/promises');
      await writeFile(`${process.env['LOOK_AT']}/exec-${name}.pdf`, bytes);
    }
  });

  it('says title, author and language, and the moment of the report', async () => {
    const text = (await pdfOf(assessmentReport())).bytes.toString('latin1');

    expect(text).toContain('(CIS AWS Foundations Benchmark assessment)');
    expect(text).toContain('(Northwind Traders)');
    expect(text).toContain('/Lang (en)');
    expect(text).toContain('(D:20261120093000Z)');
  });

  it('says of a fix what the reason says, once', async () => {
    const report = assessmentReport();
    const bare = { ...report, recommendations: report.recommendations.map((one) => ({ ...one, fix: null })) };

    expect(report.recommendations.some(({ fix }) => fix !== null)).toBe(true);
    expect((await pdfOf(bare)).bytes.equals((await pdfOf(report)).bytes)).toBe(true);
  });

  it('gives the same bytes for the same report', async () => {
    const { bytes } = await pdfOf(rtlAssessment());

    expect((await pdfOf(rtlAssessment())).bytes.equals(bytes)).toBe(true);
  });
});
