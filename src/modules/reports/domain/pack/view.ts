import type { EvidenceNote } from './readme.js';
import type { CollectedSource, Pack } from './pack.js';

/** One kind of evidence, with some of its rows where the first page shows them. */
export interface ViewedSource extends EvidenceNote {
  columns: readonly string[];
  tallyOf: readonly string[];
  collected: CollectedSource;
  shown: readonly Readonly<Record<string, unknown>>[] | null;
}

/** What the first page and the PDF show. */
export interface PackView {
  pack: Pack;
  version: string;
  sources: readonly ViewedSource[];
  /** The files stand beside the page, so that it can link to them. */
  hasFiles: boolean;
}

/** How many columns a page has room for. */
const WIDEST = 8;

export const shownColumns = ({ columns }: ViewedSource): readonly string[] => columns.slice(0, WIDEST);

/** A value in a table for people. */
export function worded(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

export const moment = (iso: string): string => iso.replace('T', ' ').replace(/(:\d\d)?(\.\d+)?Z$/, ' UTC');

/** The facts of a pack, as people read them. */
export const factsOf = ({ pack, version }: PackView): [string, string][] => [
  ['Tenant', pack.tenantId],
  ['Audit', pack.framework === null ? 'comprehensive' : `${pack.framework.name} (${pack.framework.id})`],
  ['From', moment(pack.from)],
  ['To (not included)', moment(pack.to)],
  ['Evidence files', pack.includeEvidence ? 'included' : 'left out'],
  ['Made by', `Compliance Shepherd ${version}`],
];

/** `open critical: 3`: how many rows there are of the commonest kinds. */
export const talliesOf = ({ collected }: ViewedSource, most: number): string[] =>
  collected.tally.slice(0, most).map(({ values, rows }) => `${values.join(' ')}: ${rows}`);
