import { colours, severityColours } from '../../../platform/charts/index.js';
import type { AssessmentReport, Change, WrittenGuidance } from '../domain/assessment-report.js';
import { counted, dollars, longDate, points, promise } from '../domain/assessment-words.js';
import { shortDate } from '../assessment-charts.js';
import { bodyWidth, page } from './page.js';
import type { PdfDocument } from './pdf-document.js';

const left = page.margin;
const quiet = { size: 8.5, colour: colours.quiet } as const;
const bottom = page.height - page.bottom;

function title(pdf: PdfDocument, words: string, aside = ''): void {
  pdf.pen.write(words, { size: 13, bold: true, most: 1 }, left, pdf.y, bodyWidth * 0.5);
  if (aside !== '') {
    pdf.pen.write(
      aside,
      { ...quiet, align: 'right', most: 1 },
      left + bodyWidth * 0.4,
      pdf.y + 4,
      bodyWidth * 0.6,
    );
  }
  pdf.y += 24;
}

/** As many as the page has room for, five at most. */
export function topRisks(pdf: PdfDocument, risks: AssessmentReport['topRisks']): void {
  title(pdf, 'What endangers us most');
  if (risks.length === 0) {
    pdf.text('Nothing that was read is at risk.', { ...quiet, size: 9.5 });
    return;
  }
  const numbers = left + bodyWidth - 64;
  for (const risk of risks.slice(0, 5)) {
    const width = bodyWidth - 90;
    const name = pdf.pen.set(risk.title, { size: 10, bold: true, most: 1, align: 'left' }, width);
    const text = pdf.pen.set(risk.riskText, { ...quiet, leading: 1.35, most: 1, align: 'left' }, width);
    if (pdf.room < name.height + text.height + 10) break;
    const top = pdf.y;
    pdf.area(left, top + 2, 3, name.height + text.height - 3, severityColours[risk.severity], 1.5);
    const under = pdf.pen.draw(text, left + 12, pdf.pen.draw(name, left + 12, top));
    pdf.pen.write(
      risk.count.toLocaleString('en-US'),
      { size: 11, bold: true, align: 'right', leading: 1.27 },
      numbers,
      top,
      64,
    );
    const word = { ...quiet, size: 7.5, align: 'right' as const };
    pdf.pen.write(risk.severity, { ...word, colour: colours.quiet }, numbers, top + 14.5, 64);
    pdf.y = under + 9;
  }
}

/** Two columns: what is new, what is gone. */
export function changes(pdf: PdfDocument, { changed }: AssessmentReport): void {
  title(pdf, 'What changed', `since ${longDate(changed.since)}`);
  const half = (bodyWidth - 28) / 2;
  const top = pdf.y;
  const opened = column(pdf, 'opened', changed.openedTotal, changed.opened, left, top, half);
  const closed = column(
    pdf,
    'resolved',
    changed.resolvedTotal,
    changed.resolved,
    left + half + 28,
    top,
    half,
  );
  pdf.y = Math.max(opened, closed) + 18;
}

function column(
  pdf: PdfDocument,
  word: string,
  total: number,
  list: readonly Change[],
  x: number,
  top: number,
  width: number,
): number {
  const colour = word === 'resolved' ? colours.accent : colours.ink;
  const number = pdf.pen.set(
    total.toLocaleString('en-US'),
    { size: 20, bold: true, colour, leading: 1.2 },
    width,
  );
  let y = pdf.pen.draw(number, x, top);
  pdf.pen.write(word, { ...quiet, size: 10 }, x + (number.lines[0]?.width ?? 0) + 6, top + 7.5, 80);
  y += 4;
  for (const change of list.slice(0, 4)) {
    pdf.area(x, y + 3.5, 5, 5, severityColours[change.severity], 2.5);
    y = pdf.pen.write(change.title, { size: 8.5, most: 1, align: 'left' }, x + 11, y, width - 11);
    const under = `${shortDate(change.at)} · ${change.resourceArn}`;
    y =
      pdf.pen.write(under, { ...quiet, size: 7.5, most: 1, align: 'left' }, x + 11, y - 0.5, width - 11) + 4;
  }
  const more = total - Math.min(4, list.length);
  if (more > 0) {
    y = pdf.pen.write(`and ${more.toLocaleString('en-US')} more`, { ...quiet, size: 8 }, x + 11, y, width);
  }
  return y;
}

const MOST_STEPS = 5;

/** Rank, what and why, effort, gain, savings. */
export function firstSteps(pdf: PdfDocument, report: AssessmentReport): void {
  const steps = report.recommendations.toSorted((a, b) => a.rank - b.rank).slice(0, MOST_STEPS);
  title(pdf, 'What to do first', steps.length === 0 ? '' : (promise(report, MOST_STEPS) ?? ''));
  if (steps.length === 0) {
    pdf.text(noSteps(report), { ...quiet, size: 9.5 }, 18);
    return;
  }
  const at = { effort: left + bodyWidth - 156, gain: left + bodyWidth - 104, saves: left + bodyWidth - 62 };
  const head = { size: 7.5, bold: true, colour: colours.quiet, most: 1 };
  pdf.pen.write('Effort', head, at.effort, pdf.y, 50);
  pdf.pen.write('Points', { ...head, align: 'right' }, at.gain, pdf.y, 36);
  pdf.pen.write('A month', { ...head, align: 'right' }, at.saves, pdf.y, 62);
  pdf.y += 13;
  pdf.line(left, pdf.y, bodyWidth, colours.quiet, 0.8);
  for (const step of steps) {
    const top = pdf.y + 7;
    const width = bodyWidth - 190;
    pdf.pen.write(String(step.rank), { size: 13, bold: true, colour: colours.accent }, left, top - 2.5, 22);
    const name = { size: 9.5, bold: true, most: 1, leading: 1.35, align: 'left' as const };
    let y = pdf.pen.write(step.title, name, left + 22, top, width);
    y = pdf.pen.write(
      step.text,
      { size: 8.5, leading: 1.35, most: 2, align: 'left' },
      left + 22,
      y + 1,
      width,
    );
    y = pdf.pen.write(
      step.reason, // says whether a fix is ready
      { ...quiet, size: 8, leading: 1.35, most: report.guidance === null ? 2 : 1, align: 'left' },
      left + 22,
      y + 1,
      width,
    );
    pdf.pen.write(step.effort, { size: 9.5, most: 1 }, at.effort, top, 50);
    pdf.pen.write(points(step.scoreGain), { size: 9.5, bold: true, align: 'right' }, at.gain, top, 36);
    const saves = step.savingsUsd === null || step.savingsUsd === 0 ? '–' : dollars(step.savingsUsd);
    pdf.pen.write(saves, { size: 9.5, align: 'right', most: 1 }, at.saves, top, 62);
    pdf.y = y + 6;
    pdf.line(left, pdf.y, bodyWidth, colours.line, 0.4);
  }
  pdf.y += 16;
}

function noSteps({ findings, score }: AssessmentReport): string {
  if (findings.total > 0) return 'Recommendations were not asked for.';
  return score === null ? 'Too little was read to recommend anything.' : 'Nothing is left to do.';
}

/** Under its label, in a frame of its own; what does not fit is in the technical report. */
export function guidance(pdf: PdfDocument, written: WrittenGuidance, reportId: string): void {
  const inner = bodyWidth - 28;
  const label = pdf.pen.set(
    [
      { text: 'Written by a language model', bold: true },
      { text: ` · ${written.modelId}`, colour: colours.quiet },
      { text: ` · ${longDate(written.writtenAt)}`, colour: colours.quiet },
    ],
    { size: 8.5, most: 1, align: 'left' },
    inner,
  );
  const room = bottom - FINEPRINT - pdf.y - 24;
  if (room < label.height + 40) return;
  const paragraphs = [];
  let used = label.height;
  for (const { text, findingIds } of written.paragraphs) {
    const ids =
      findingIds.slice(0, 3).join(', ') + (findingIds.length > 3 ? ` and ${findingIds.length - 3} more` : '');
    const set = pdf.pen.set(
      [{ text: `${text} ` }, { text: `[${ids}]`, colour: colours.quiet }],
      { size: 8.5, leading: 1.4, most: 4, align: 'left' },
      inner,
    );
    if (used + set.height + 5 > room - 14) break;
    paragraphs.push(set);
    used += set.height + 5;
  }
  const left0 = written.paragraphs.length - paragraphs.length;
  const rest = [
    'The numbers in brackets are the findings it rests on.',
    ...(written.dropped > 0 ? [`${counted(written.dropped, 'claim')} that cited none was left out.`] : []),
    ...(left0 > 0 ? [`${counted(left0, 'paragraph')} more in the technical report ${reportId}.`] : []),
  ].join(' ');
  const top = pdf.y;
  pdf.area(left, top, bodyWidth, used + 34, colours.soft, 5);
  let y = pdf.pen.draw(label, left + 14, top + 10) + 2;
  for (const set of paragraphs) y = pdf.pen.draw(set, left + 14, y + 3) + 2;
  pdf.pen.write(rest, { ...quiet, size: 7.5, most: 1 }, left + 14, y + 2, inner);
  pdf.y = top + used + 46;
}

const FINEPRINT = 62;

/** What the numbers mean and what was not read: at the foot of the last page. */
export function fineprint(
  pdf: PdfDocument,
  { formula, scan, framework, findings, guidance: written }: AssessmentReport,
): void {
  const [gap] = scan.gaps;
  const unread =
    gap === undefined
      ? 'All that was asked for could be read.'
      : `${counted(scan.gaps.length, 'place')} could not be read: ${gap.where}${scan.gaps.length > 1 ? ' and others' : ''}.`;
  const left0 = `${counted(findings.suppressed, 'finding')} suppressed, ${findings.muted.toLocaleString('en-US')} muted.`;
  const style = { size: 7.5, colour: colours.quiet, leading: 1.4, align: 'left' as const };
  const most = written === null ? 6 : 4; // guidance needs the room
  const y = bottom - FINEPRINT - (most - 4) * 10.5 + 4;
  const half = (bodyWidth - 28) / 2;
  pdf.line(left, y - 8, bodyWidth);
  const [bold, x] = [true, left + half + 28];
  pdf.pen.write('About the score', { ...style, bold }, left, y, half);
  pdf.pen.write([formula, framework.note ?? ''].join(' ').trim(), { ...style, most }, left, y + 11, half);
  pdf.pen.write('What it rests on', { ...style, bold }, x, y, half);
  const words = `Scan ${scan.scanId}${scan.endedAt === null ? '' : `, ended on ${longDate(scan.endedAt)}`}. ${unread} ${left0}`;
  pdf.pen.write(words, { ...style, most }, x, y + 11, half);
}
