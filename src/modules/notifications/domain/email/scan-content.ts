import { colours, severityColours } from '../../../../shared/palette.js';
import { capital, count, dollars, wholeDollars, shownNumber, shownTime } from '../phrases.js';
import { pluralOf } from '../resource-names.js';
import { name } from '../safe-text.js';
import { riskSentences, scanFields, scoresOf } from '../scan-words.js';
import type { ScanSummary } from '../scan-summary.js';
import { severities } from '../severity.js';
import type { ChartPart, Part, TablePart } from './part.js';
import { matrixOf, matrixTable } from './matrix.js';

/** From the accent to what is pale: regions are no severities. */
const REGION_COLOURS = ['#0e6471', '#3f8f99', '#7db3b8', '#aecfd2', '#cfe0e2', '#b9c2ce'];
const CHARTED_TYPES = 8;
const MOST_SAVINGS = 12;

/** What an email tells of a scan: how bad it is, where it is, what it costs. */
export function scanParts(scan: ScanSummary, mostLines: number): Part[] {
  const open = severities.some((one) => (scan.bySeverity[one] ?? 0) > 0);
  return [
    ...(open ? [tiles(scan)] : []),
    { type: 'sentences', title: 'Security risk', sentences: riskSentences(scan) },
    ...(open ? [severityChart(scan)] : []),
    ...present(matrixTable('Unused resources by type and region', scan.waste)),
    ...regionChart(scan),
    ...savings(scan),
    ...scores(scan),
    ...topFindings(scan, mostLines),
    ...present(matrixTable('All findings by type and region', scan.byTypeAndRegion)),
    { type: 'facts', facts: aboutScan(scan) },
  ];
}

const present = <P>(part: P | null): P[] => (part === null ? [] : [part]);

const tiles = ({ bySeverity }: ScanSummary): Part => ({
  type: 'tiles',
  tiles: severities
    .filter((one) => one !== 'informational' || (bySeverity[one] ?? 0) > 0)
    .map((one) => ({
      ...{
        label: one === 'informational' ? 'info' : one,
        value: shownNumber(bySeverity[one] ?? 0),
        colour: severityColours[one],
      },
    })),
});

function severityChart({ bySeverity }: ScanSummary): ChartPart {
  const bars = severities
    .filter((one) => (bySeverity[one] ?? 0) > 0)
    .map((one) => bar(capital(one), bySeverity[one] ?? 0, severityColours[one]));
  return chart('severities', 'Findings by severity', { type: 'bars', bars });
}

const bar = (label: string, value: number, colour: string, shown = shownNumber(value)) => ({
  ...{ label, value, colour, shown },
});

function chart(id: string, title: string, drawn: ChartPart['chart']): ChartPart {
  const said =
    drawn.type === 'bars'
      ? drawn.bars.map(({ label, shown }) => `${label} ${shown}`)
      : drawn.rows.map(
          ({ label, parts }) => `${label} ${parts.map((one) => `${one.label} ${one.shown}`).join(', ')}`,
        );
  return { type: 'chart', id, title, description: `${title}: ${said.join('; ')}`, chart: drawn };
}

function regionChart(scan: ScanSummary): ChartPart[] {
  const isWaste = scan.waste.some((one) => one.count > 0);
  const { regions, hasOther, rows } = matrixOf(isWaste ? scan.waste : scan.byTypeAndRegion);
  if (rows.length === 0) return [];
  const labels = [...regions.map((one) => name(one, 30)), ...(hasOther ? ['Other regions'] : [])];
  const title = isWaste ? 'Unused resources by region' : 'Findings by region';
  const drawn = rows.slice(0, CHARTED_TYPES).map((row) => ({
    label: row.name,
    parts: labels.map((label, index) =>
      bar(label, row.counts[index] ?? row.other, REGION_COLOURS[index] ?? colours.quiet),
    ),
  }));
  return [chart('regions', title, { type: 'stacked', rows: drawn })];
}

function savings({ waste, savingsUsd }: ScanSummary): Part[] {
  if (savingsUsd <= 0) return [];
  const by = new Map<string, { count: number; usd: number }>();
  for (const one of waste) {
    const before = by.get(one.resourceType) ?? { count: 0, usd: 0 };
    by.set(one.resourceType, { count: before.count + one.count, usd: before.usd + one.savingsUsd });
  }
  const all = [...by].filter(([, { usd }]) => usd > 0).sort(([, a], [, b]) => b.usd - a.usd);
  const rows = all.slice(0, MOST_SAVINGS);
  const more = all.length - rows.length;
  const table: TablePart = {
    ...{
      type: 'table',
      title: 'Estimated savings',
      more: more === 0 ? null : `and ${count(more, 'more type')}`,
    },
    columns: [
      { label: 'Type', isNumber: false },
      { label: 'Resources', isNumber: true },
      { label: 'A month', isNumber: true },
      { label: 'A year', isNumber: true },
    ],
    rows: [
      ...rows.map(([type, { count, usd }]) => [
        ...[name(pluralOf(type), 60), shownNumber(count), dollars(usd), wholeDollars(usd * 12)],
      ]),
      ['In all', '', dollars(savingsUsd), wholeDollars(savingsUsd * 12)],
    ],
  };
  const bars = rows
    .slice(0, CHARTED_TYPES)
    .map(([type, { usd }]) =>
      bar(name(pluralOf(type), 60), usd, colours.accent, usd < 1000 ? dollars(usd) : wholeDollars(usd)),
    );
  return bars.length < 2 ? [table] : [table, chart('savings', 'Savings a month', { type: 'bars', bars })];
}

const MOST_SCORES = 12;

function scores(scan: ScanSummary): Part[] {
  if (scan.scores.length === 0) return [];
  const facts = scoresOf(scan)
    .slice(0, MOST_SCORES)
    .map(({ framework, shown }) => ({ label: framework, value: shown }));
  return [
    {
      type: 'table',
      title: 'Compliance scores',
      more: null,
      columns: SCORE_COLUMNS,
      rows: facts.map(({ label, value }) => [label, value]),
    },
  ];
}

const SCORE_COLUMNS = [
  { label: 'Framework', isNumber: false },
  { label: 'Score', isNumber: true },
];

function topFindings({ top: all, bySeverity }: ScanSummary, mostLines: number): Part[] {
  const top = all.slice(0, mostLines);
  if (top.length === 0) return [];
  const open = Object.values(bySeverity).reduce((sum, one) => sum + one, 0);
  const more = open - top.length;
  return [
    {
      ...{ type: 'findings', title: 'Worst findings' },
      findings: top.map((one) => ({
        title: name(one.title, 200),
        severity: one.severity,
        colour: severityColours[one.severity],
        resource: name(one.resourceArn, 480),
        where: [
          ...[name(one.accountId, 30), name(one.region, 40)],
          ...(one.savingsUsd !== null && one.savingsUsd > 0
            ? [`saves ${dollars(one.savingsUsd)} a month`]
            : []),
        ].join(' · '),
      })),
      more: more > 0 ? `and ${shownNumber(more)} more` : null,
    },
  ];
}

const UNTOLD = /score$|^Open findings$/;

const aboutScan = (scan: ScanSummary) => [
  // the tiles and the table of scores have said the rest
  ...scanFields(scan).filter(({ label }) => !UNTOLD.test(label)),
  { label: 'Accounts', value: accountsText(scan.accountIds) },
  { label: 'Resources read', value: shownNumber(scan.resources) },
  { label: 'Scan', value: `${name(scan.scanType, 40)}, ended ${shownTime(scan.endedAt)}` },
];

function accountsText(ids: readonly string[]): string {
  const shown = ids.slice(0, 5).map((one) => name(one, 30));
  const more = ids.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${shownNumber(more)} more` : ''}`;
}
