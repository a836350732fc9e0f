import { count, shownNumber } from '../phrases.js';
import { pluralOf } from '../resource-names.js';
import { name } from '../safe-text.js';
import { merged } from '../scan-words.js';
import type { TablePart } from './part.js';

export interface Cell {
  resourceType: string;
  region: string;
  count: number;
}

const MOST_TYPES = 12;
/** More columns find no room on a phone. */
const MOST_REGIONS = 3;

export interface Matrix {
  /** Those with the most; what is in others is `other`. */
  regions: string[];
  hasOther: boolean;
  rows: { name: string; counts: number[]; other: number; total: number }[];
  moreTypes: number;
}

/** Counts by type and region, the most first. */
export function matrixOf(cells: readonly Cell[]): Matrix {
  const found = cells.filter((one) => one.count > 0);
  const all = merged(found).map(({ region }) => region);
  // one region more costs no more room than a column of others
  const regions = all.length === MOST_REGIONS + 1 ? all : all.slice(0, MOST_REGIONS);
  const rows = [...new Set(found.map((one) => one.resourceType))].map((resourceType) => {
    const mine = found.filter((one) => one.resourceType === resourceType);
    const total = sum(mine);
    const counts = regions.map((region) => sum(mine.filter((one) => one.region === region)));
    const other = total - counts.reduce((before, one) => before + one, 0);
    return { name: name(pluralOf(resourceType), 60), counts, other, total };
  });
  const sorted = rows.sort((a, b) => b.total - a.total || a.name.localeCompare(b.name, 'en'));
  return {
    ...{ regions, hasOther: regions.length < all.length, rows: sorted.slice(0, MOST_TYPES) },
    moreTypes: Math.max(0, sorted.length - MOST_TYPES),
  };
}

/** The same as a table; null where there is nothing to count. */
export function matrixTable(title: string, cells: readonly Cell[]): TablePart | null {
  const { regions, hasOther, rows, moreTypes } = matrixOf(cells);
  if (rows.length === 0) return null;
  const number = (label: string) => ({ label, isNumber: true });
  return {
    ...{ type: 'table', title },
    columns: [
      { label: 'Type', isNumber: false },
      ...regions.map((region) => number(name(region, 30))),
      ...(hasOther ? [number('Other')] : []),
      ...(regions.length > 1 ? [number('Total')] : []),
    ],
    rows: rows.map((row) => [
      row.name,
      ...row.counts.map(shown),
      ...(hasOther ? [shown(row.other)] : []),
      ...(regions.length > 1 ? [shown(row.total)] : []),
    ]),
    more: moreTypes === 0 ? null : `and ${count(moreTypes, 'more type')}`,
  };
}

const shown = (amount: number): string => (amount === 0 ? '–' : shownNumber(amount));

const sum = (cells: readonly Cell[]): number => cells.reduce((total, one) => total + one.count, 0);
