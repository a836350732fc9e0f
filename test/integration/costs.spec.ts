import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { itemsOf, tables, total, type Data } from '../../scripts/costs/costs.mjs';

const ROOT = new URL('../../', import.meta.url);
const data = JSON.parse(readFileSync(new URL('scripts/costs/data.json', ROOT), 'utf8')) as Data;
const [small] = data.sizes;
if (small === undefined) throw new Error('there are sizes');

/** All of it nothing, but for what is named: each item by itself can be worked out by hand. */
function only(prices: Record<string, number>, assumptions: Record<string, number>): Data {
  const zero = <T extends object>(table: Record<string, T>, field: string, given: Record<string, number>) =>
    Object.fromEntries(
      Object.entries(table).map(([name, one]) => [name, { ...one, [field]: given[name] ?? 0 }]),
    );
  return {
    ...data,
    prices: zero(data.prices, 'price', prices),
    assumptions: zero(data.assumptions, 'value', assumptions),
  };
}
const amountOf = (name: string, of: Data, size = small) =>
  itemsOf(of, size).find((item) => item.name.startsWith(name))?.amount;

describe('the costs of a month', () => {
  it('are counts times prices', () => {
    const tasks = { apiTaskVcpu: 0.5, apiTaskGb: 1, workerTaskVcpu: 1, workerTaskGb: 2 };
    // 2 × 0.5 + 2 × 1 = 3 vCPU, 2 × 1 + 2 × 2 = 6 GB, 730 hours
    expect(amountOf('ECS', only({ fargateArmVcpuHour: 1 }, tasks))).toBe(2190);
    expect(amountOf('ECS', only({ fargateArmGbHour: 1 }, tasks))).toBe(4380);
    expect(amountOf('RDS', only({ 'db.t4g.medium': 1, databaseGbMonth: 2 }, {}))).toBe(730 + 100);
    expect(amountOf('ElastiCache', only({ 'cache.t4g.small': 1 }, {}))).toBe(1460);
    // one event a second: 2,628,000 a month
    expect(amountOf('Events', only({ busMillion: 1 }, { eventsPerSecondPerAccount: 1 }))).toBeCloseTo(
      2.628,
      9,
    );
    const ten = { ...small, accounts: 10 };
    const events = { eventsPerSecondPerAccount: 1, requestsPerEvent: 2, pollsPerWorkerMonth: 1_000_000 };
    expect(amountOf('SQS', only({ queueMillion: 1 }, events), ten)).toBeCloseTo(2 * 26.28 + 2, 9);
    expect(amountOf('NAT', only({ natGb: 1 }, { natGbBase: 20, natGbPerAccount: 2 }), ten)).toBe(40);
    expect(amountOf('VPC', only({ endpointHour: 0.01 }, { endpoints: 11 }))).toBeCloseTo(160.6, 9);
  });

  it('are summed without what not everybody wants', () => {
    const endpoints = only({ endpointHour: 1 }, { endpoints: 1 });
    expect(total(itemsOf(endpoints, small))).toBe(0);
    const items = itemsOf(data, small);
    const sum = items.reduce((all, { amount }) => all + amount, 0);
    expect(total(items)).toBeCloseTo(sum - (items.at(-1)?.amount ?? 0), 9);
  });

  it('say which figure is missing', () => {
    expect(() => itemsOf(data, { ...small, database: 'db.none' })).toThrow('data.json does not say db.none.');
  });

  it('are those of docs/costs.md', () => {
    const page = readFileSync(new URL('docs/costs.md', ROOT), 'utf8');
    const written = /<!-- node scripts\/costs\.mjs -->(.*)<!-- end -->/s.exec(page)?.[1] ?? '';
    // prettier sets the columns of the page
    const cells = (text: string) =>
      text
        .trim()
        .split('\n')
        .map((line) => line.split('|').map((cell) => (/^ *-+ *$/.test(cell) ? '-' : cell.trim())));
    expect(cells(written)).toEqual(cells(tables(data)));
  });
});
