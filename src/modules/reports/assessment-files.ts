import { PassThrough, Readable, type Writable } from 'node:stream';
import { chartSvg } from '../../platform/charts/index.js';
import { findingsBySeverity, requirementStatuses, scoreGauge, scoreTrend } from './assessment-charts.js';
import { assessmentHtml } from './domain/assessment-html.js';
import type { AssessmentReport } from './domain/assessment-report.js';
import { Markup } from './domain/html.js';

/** The executive report: two pages of PDF, the same bytes for the same report. The library is loaded by the first. */
export function executivePdf(report: AssessmentReport): Readable {
  return written(async (output) => {
    const { writeExecutivePdf } = await import('./pdf/executive-pdf.js');
    await writeExecutivePdf(output, report);
  });
}

/** The technical report: one HTML page that is made while it is read. */
export function technicalHtml(report: AssessmentReport): Readable {
  return Readable.from(parts(report), { objectMode: false });
}

async function* parts(report: AssessmentReport): AsyncGenerator<Buffer> {
  const trend = scoreTrend(report, 340, 170);
  // one after the other: they share one library that loads at the first
  const charts = {
    score: new Markup(await chartSvg(scoreGauge(report))),
    trend: trend === undefined ? undefined : new Markup(await chartSvg(trend)),
    severities: new Markup(await chartSvg(findingsBySeverity(report, 340))),
    statuses: new Markup(await chartSvg(requirementStatuses(report, 900))),
  };
  for (const part of assessmentHtml(report, charts)) yield Buffer.from(part);
}

/** What `write` writes, as a stream that fails when it fails. */
export function written(write: (output: Writable) => Promise<void>): Readable {
  const output = new PassThrough();
  write(output).catch((error: unknown) =>
    output.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return output;
}
