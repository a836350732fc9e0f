import { andMore, bySeverityText, count, dollars, percent, shownNumber } from './phrases.js';
import { frameworkName, isAccountWide, pluralOf } from './resource-names.js';
import { name } from './safe-text.js';
import type { ScanSummary } from './scan-summary.js';

const MOST_REGIONS = 12;
const GLOBAL = 'global';
/** In the order of the printed message; what it does not print comes between, by name. */
const FIRST_BY_REGION = ['AWS::EC2::Instance', 'AWS::EC2::Volume'];
const ALWAYS_TOTAL = ['AWS::S3::Bucket', 'AWS::IAM::User', 'AWS::IAM::AccessKey'];
const ACCESS_KEY = 'AWS::IAM::AccessKey';

type Summary = ScanSummary;

export const wasteOf = ({ waste }: Summary): number => sum(waste.map((one) => one.count));

/** What a scan is headed by; the title is one line without the icon. */
export function scanHeadline(scan: Summary): { icon: string; title: string } {
  const total = wasteOf(scan);
  if (total > 0) return { icon: '🚨', title: `Found ${count(total, 'unused AWS resource')}${where(scan)}!` };
  if (scan.status === 'failed') return { icon: '❌', title: 'Scan failed: nothing could be read' };
  if (scan.status === 'cancelled') return { icon: '⏹️', title: 'Scan was cancelled' };
  const open = sum(Object.values(scan.bySeverity));
  const bad = (scan.bySeverity.critical ?? 0) + (scan.bySeverity.high ?? 0);
  const isWhole = scan.gaps === 0 && scan.status === 'completed';
  const limit = isWhole ? '' : ' in what could be read';
  if (looksForWaste(scan)) {
    const icon = bad === 0 && isWhole ? '✅' : '⚠️';
    return { icon, title: `No unused AWS resources found${limit}` };
  }
  const icon = bad > 0 ? '🚨' : open === 0 && isWhole ? '✅' : '⚠️';
  return { icon, title: `${open === 0 ? 'No findings' : `Found ${count(open, 'open finding')}`}${limit}` };
}

/** Scans of these kinds ask nothing about waste, so that they do not say that there is none. */
const looksForWaste = ({ scanType }: Summary): boolean =>
  !['security', 'compliance', 'targeted'].includes(scanType);

function where({ waste }: Summary): string {
  const regions = new Set(waste.filter((one) => one.count > 0).map((one) => one.region));
  regions.delete(GLOBAL);
  if (regions.size > 1) return ' across multiple regions';
  const [only] = regions;
  return only === undefined ? '' : ` in ${name(only, 40)}`;
}

export interface Waste {
  byRegion: { resourceType: string; name: string; regions: { region: string; count: number }[] }[];
  totals: { resourceType: string; name: string; count: number; highRisk: number }[];
}

/** Waste as specs/4 prints it: by region, the most first; what is account-wide, and keys by risk, in one line each. */
export function wasteParts({ waste }: Summary): Waste {
  const found = waste.filter((one) => one.count > 0);
  const types = [...new Set(found.map((one) => one.resourceType))];
  const regional = inOrder(
    types.filter((one) => !isAccountWide(one)),
    FIRST_BY_REGION,
  );
  const wide = inOrder([...new Set([...types.filter(isAccountWide), ...ALWAYS_TOTAL])], ALWAYS_TOTAL);
  const rows = (type: string) => found.filter((one) => one.resourceType === type);
  return {
    byRegion: regional.map((resourceType) => ({
      resourceType,
      name: name(pluralOf(resourceType), 60),
      regions: merged(rows(resourceType)),
    })),
    totals: wide.map((resourceType) => ({
      resourceType,
      name: name(pluralOf(resourceType), 60),
      count: sum(rows(resourceType).map((one) => one.count)),
      highRisk: sum(rows(resourceType).map((one) => one.highRisk)),
    })),
  };
}

const inOrder = (types: string[], first: readonly string[]): string[] => [
  ...first.filter((one) => types.includes(one)),
  ...types.filter((one) => !first.includes(one)).sort((a, b) => pluralOf(a).localeCompare(pluralOf(b), 'en')),
];

/** One row a region, the most first, then by name. */
export function merged(
  rows: readonly { region: string; count: number }[],
): { region: string; count: number }[] {
  const by = new Map<string, number>();
  for (const { region, count: amount } of rows) by.set(region, (by.get(region) ?? 0) + amount);
  return [...by]
    .map(([region, amount]) => ({ region, count: amount }))
    .sort((a, b) => b.count - a.count || (a.region < b.region ? -1 : 1));
}

export interface WasteGroup {
  /** Null: lines that stand for themselves. */
  heading: string | null;
  lines: string[];
}

/** The printed message under its headline; nothing where nothing is unused. */
export function wasteGroups(scan: Summary): WasteGroup[] {
  if (wasteOf(scan) === 0) return [];
  const { byRegion, totals } = wasteParts(scan);
  return [
    ...byRegion.map((type) => ({ heading: `${type.name}:`, lines: regionLines(type.regions) })),
    {
      heading: null,
      lines: totals.map((one) => {
        const risk = one.resourceType === ACCESS_KEY ? ` (${shownNumber(one.highRisk)} High Risk)` : '';
        return `${one.name}: ${shownNumber(one.count)}${risk}`;
      }),
    },
  ];
}

function regionLines(regions: { region: string; count: number }[]): string[] {
  const shown = regions.slice(0, MOST_REGIONS);
  const rest = regions.slice(MOST_REGIONS);
  const lines = shown.map((one) => `• ${name(one.region, 60)}: ${shownNumber(one.count)}`);
  if (rest.length === 0) return lines;
  return [...lines, `• ${andMore(rest.length)} regions: ${shownNumber(sum(rest.map((one) => one.count)))}`];
}

/** As specs/4 prints it, without links and what comes after. */
export const wasteText = (scan: Summary): string =>
  wasteGroups(scan)
    .map(({ heading, lines }) => [...(heading === null ? [] : [heading]), ...lines].join('\n'))
    .join('\n\n');

/** What is told beside the waste, a label and its value. */
export function scanFields(scan: Summary): { label: string; value: string }[] {
  const { bySeverity, opened, resolved, savingsUsd, gaps } = scan;
  const open = sum(Object.values(bySeverity));
  const news = [
    ...(opened > 0 ? [`${shownNumber(opened)} new`] : []),
    ...(resolved > 0 ? [`${shownNumber(resolved)} resolved`] : []),
  ];
  const worst = bySeverityText(bySeverity);
  return [
    ...(open === 0 ? [] : [{ label: 'Open findings', value: `${shownNumber(open)} (${worst})` }]),
    ...(news.length === 0 ? [] : [{ label: 'Since the last scan', value: news.join(', ') }]),
    ...(savingsUsd > 0 ? [{ label: 'Could be saved', value: `${dollars(savingsUsd)} a month` }] : []),
    ...scoresOf(scan).map(({ framework, shown }) => ({ label: `${framework} score`, value: shown })),
    ...(gaps > 0
      ? [
          {
            label: 'Could not be read',
            value: `${count(gaps, 'thing')}: there may be more than is told here`,
          },
        ]
      : []),
  ];
}

/** `82.4% (up 1.2)` */
export function scoresOf({ scores }: Summary): { framework: string; shown: string; score: number | null }[] {
  return scores.map(({ frameworkId, name: given, score, before }) => ({
    framework: name(frameworkName(frameworkId) === frameworkId ? given : frameworkName(frameworkId), 60),
    shown: score === null ? 'not known' : `${percent(score)}${changeOf(score, before)}`,
    score,
  }));
}

function changeOf(score: number, before: number | null): string {
  if (before === null) return '';
  const change = Math.round((score - before) * 10) / 10;
  if (change === 0) return ' (unchanged)';
  return change > 0 ? ` (up ${change})` : ` (down ${-change})`;
}

/** How bad it is, in sentences: the worst first. */
export function riskSentences(scan: Summary): string[] {
  const { bySeverity, gaps } = scan;
  const { critical = 0, high = 0 } = bySeverity;
  const keys = scan.waste.filter((one) => one.resourceType === ACCESS_KEY);
  const active = sum(keys.map((one) => one.highRisk));
  const inactive = sum(keys.map((one) => one.count)) - active;
  const bad = [bySeverityText({ critical }), bySeverityText({ high })]
    .filter((one) => one !== '')
    .join(' and ');
  return [
    ...(bad === '' ? [] : [critical + high === 1 ? `${bad} finding is open.` : `${bad} findings are open.`]),
    ...(active === 0
      ? []
      : [
          `High risk: ${count(active, 'active access key')} that nobody uses ${active === 1 ? 'opens' : 'open'} the account to whoever finds ${active === 1 ? 'it' : 'them'}.`,
        ]),
    ...(inactive <= 0 ? [] : [`Low risk: ${count(inactive, 'inactive access key')} can be deleted.`]),
    ...(gaps === 0
      ? []
      : [`${count(gaps, 'thing')} could not be read, so there may be more than is told here.`]),
    ...(bad === '' && active === 0 && gaps === 0 ? ['Nothing critical or high is open.'] : []),
  ];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
