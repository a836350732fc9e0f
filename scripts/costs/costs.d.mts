export interface Size {
  accounts: number;
  api: number;
  workers: number;
  database: string;
  databaseGb: number;
  cache: string;
}
export interface Data {
  hoursPerMonth: number;
  currency: string;
  prices: Record<string, { price: number; source: string | null }>;
  assumptions: Record<string, { value: number; meaning: string }>;
  sizes: Size[];
}
export interface Item {
  name: string;
  amount: number;
  optional?: boolean;
}

export function itemsOf(data: Data, size: Size): Item[];
export function total(items: readonly Item[]): number;
export function tables(data: Data): string;
