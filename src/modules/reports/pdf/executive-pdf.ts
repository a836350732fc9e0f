import type { Writable } from 'node:stream';
import { colours } from '../../../platform/charts/index.js';
import type { AssessmentReport } from '../domain/assessment-report.js';
import { headline, longDate, standing } from '../domain/assessment-words.js';
import { findingsBySeverity, requirementStatuses, scoreGauge, scoreTrend } from '../assessment-charts.js';
import { changes, firstSteps, fineprint, guidance, topRisks } from './executive-parts.js';
import { bodyWidth, page } from './page.js';
import { PdfDocument } from './pdf-document.js';

/**
 * Two pages for people who decide: how it stands and what endangers us; what changed and what to do first. Each block
 * has its place and ends in "…" rather than push the next one away. Answers the number of pages: 2.
 */
export async function writeExecutivePdf(output: Writable, report: AssessmentReport): Promise<number> {
  const pdf = await PdfDocument.open(output, {
    title: report.title,
    author: report.tenantName,
    subject: `${report.framework.name} ${report.framework.version}`,
    keywords: report.reportId,
    writtenAt: report.writtenAt,
    foot: `Compliance Shepherd · ${report.tenantName} · ${report.reportId}`,
  });
  await first(pdf, report);
  pdf.nextPage();
  second(pdf, report);
  return pdf.end();
}

const left = page.margin;

async function first(pdf: PdfDocument, report: AssessmentReport): Promise<void> {
  masthead(pdf, report);
  const top = pdf.y + 16;
  await pdf.chart(scoreGauge(report), left - 6, top, 178);
  const x = left + 196;
  const width = bodyWidth - 196;
  let y = pdf.pen.write(
    headline(report),
    { size: 16, bold: true, leading: 1.3, most: 3 },
    x,
    top + 14,
    width,
  );
  y = pdf.pen.write(
    standing(report),
    { size: 10, colour: colours.quiet, leading: 1.5, most: 5 },
    x,
    y + 6,
    width,
  );
  pdf.y = Math.max(top + 140, y) + 12;

  const half = (bodyWidth - 28) / 2;
  const charts = pdf.y;
  label(pdf, 'How the score moved', left, charts, half);
  label(
    pdf,
    `Open findings: ${report.findings.total.toLocaleString('en-US')}`,
    left + half + 28,
    charts,
    half,
  );
  const trend = scoreTrend(report, 340, 150);
  if (trend === undefined) {
    const words = 'A line is drawn from the second assessment on.';
    pdf.pen.write(words, { size: 9, colour: colours.quiet }, left, charts + 20, half);
  } else {
    await pdf.chart(trend, left, charts + 20, half);
  }
  await pdf.chart(findingsBySeverity(report, 320), left + half + 28, charts + 18, half);
  pdf.y = charts + 20 + half * (150 / 340) + 18;

  label(pdf, 'Requirements', left, pdf.y, bodyWidth);
  pdf.y += 16;
  if (Object.values(report.statuses).some((count) => count > 0)) {
    pdf.y = await pdf.chart(requirementStatuses(report, 680), left, pdf.y, bodyWidth);
  }
  pdf.y += 16;
  topRisks(pdf, report.topRisks);
}

function second(pdf: PdfDocument, report: AssessmentReport): void {
  changes(pdf, report);
  firstSteps(pdf, report);
  if (report.guidance !== null) guidance(pdf, report.guidance, report.reportId);
  fineprint(pdf, report);
}

function masthead(pdf: PdfDocument, report: AssessmentReport): void {
  const { pen } = pdf;
  pdf.area(left, pdf.y + 2, 26, 3, colours.accent);
  const small = { size: 8.5, colour: colours.quiet, most: 1 };
  let y = pen.write(
    report.tenantName,
    { ...small, bold: true, align: 'left' },
    left,
    pdf.y + 12,
    bodyWidth - 130,
  );
  pen.write(
    longDate(report.writtenAt),
    { ...small, align: 'right' },
    left + bodyWidth - 120,
    pdf.y + 12,
    120,
  );
  y = pen.write(report.title, { size: 21, bold: true, leading: 1.25, most: 2 }, left, y + 3, bodyWidth);
  y = pen.write(scopeOf(report), { ...small, size: 9, most: 2 }, left, y + 3, bodyWidth);
  pdf.line(left, y + 10, bodyWidth);
  pdf.y = y + 10;
}

function scopeOf({ framework, scope, scan }: AssessmentReport): string {
  const { accountIds, regions, services, tags } = scope;
  const accounts = accountIds.length > 3 ? `${accountIds.length} accounts` : accountIds.join(', ');
  const where =
    regions === null ? 'all regions' : regions.length > 3 ? `${regions.length} regions` : regions.join(', ');
  const parts = [`${framework.name} ${framework.version}`, accounts, where];
  if (services !== null) parts.push(services.join(', '));
  if (tags !== null)
    parts.push(
      Object.entries(tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(', '),
    );
  parts.push(`${scan.resources.toLocaleString('en-US')} resources`);
  return parts.join(' · ');
}

const label = (pdf: PdfDocument, words: string, x: number, y: number, width: number): number =>
  pdf.pen.write(words, { size: 9.5, bold: true, most: 1 }, x, y, width);
