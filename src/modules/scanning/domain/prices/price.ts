/**
 * Prices are kept here by hand, without discounts, taxes, free tiers or credits. What is not in a table has no
 * price: null, never 0. `asOf` is the date of the copy of AWS's price list that a table was checked against.
 */
export interface PriceSource {
  /** AWS's public pricing page. */
  source: string;
  /** A date, or as much of one as is known. */
  asOf: string;
}

/** What something costs in a month, and by which table. */
export interface Price extends PriceSource {
  monthlyUsd: number;
}

/** AWS's own month. */
export const HOURS_PER_MONTH = 730;

export const cents = (usd: number): number => Math.round((usd + Number.EPSILON) * 100) / 100;

/** What a table has under a name that came from AWS (`constructor` is in no table). */
export const lookUp = <T>(table: Partial<Record<string, T>> | undefined, name: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;

/** The sum, dated by the oldest table in it; null as soon as one price is unknown; 0 of nothing. */
export function sum(prices: readonly (Price | null)[], table: PriceSource): Price | null {
  let total: Price = { monthlyUsd: 0, ...table };
  for (const price of prices) {
    if (price === null) return null;
    const asOf = price.asOf < total.asOf ? price.asOf : total.asOf;
    total = { ...total, monthlyUsd: cents(total.monthlyUsd + price.monthlyUsd), asOf };
  }
  return total;
}
