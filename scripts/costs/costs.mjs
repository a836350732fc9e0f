/** What a month costs: counts times prices, nothing else. All figures are in data.json. */

const ZONES = 2;
const MILLION = 1_000_000;
const SECONDS_PER_HOUR = 3600;

/**
 * @param {object} data of data.json
 * @param {{ accounts: number, api: number, workers: number, database: string, databaseGb: number, cache: string }} size
 * @returns {{ name: string, amount: number, optional?: boolean }[]} US$ a month each
 */
export function itemsOf({ prices, assumptions, hoursPerMonth: hours }, size) {
  const price = (name) => known(prices, name).price;
  const assumed = (name) => known(assumptions, name).value;
  const { accounts, api, workers } = size;
  const vcpus = api * assumed('apiTaskVcpu') + workers * assumed('workerTaskVcpu');
  const gigabytes = api * assumed('apiTaskGb') + workers * assumed('workerTaskGb');
  const events = accounts * assumed('eventsPerSecondPerAccount') * hours * SECONDS_PER_HOUR;
  const requests = events * assumed('requestsPerEvent') + workers * assumed('pollsPerWorkerMonth');
  const natGb = assumed('natGbBase') + accounts * assumed('natGbPerAccount');
  const logGb = assumed('logGbBase') + accounts * assumed('logGbPerAccount');
  const keyRequests = assumed('keyRequestsBase') + events * assumed('keyRequestsPerEvent');
  const resources = accounts * assumed('resourcesPerAccount');
  return [
    item(
      'ECS tasks (Fargate, ARM)',
      hours * (vcpus * price('fargateArmVcpuHour') + gigabytes * price('fargateArmGbHour')),
    ),
    item(
      'RDS PostgreSQL, two zones',
      hours * price(size.database) + size.databaseGb * price('databaseGbMonth'),
    ),
    item('ElastiCache, two nodes', hours * ZONES * price(size.cache)),
    item(
      'Load balancer',
      hours * (price('balancerHour') + assumed('balancerLcus') * price('balancerLcuHour')),
    ),
    item(
      'NAT gateway, one',
      hours * (price('natHour') + price('publicAddressHour')) + natGb * price('natGb'),
    ),
    item('CloudWatch logs', logGb * price('logsGb')),
    item(
      'CloudWatch metrics and alarms',
      assumed('metrics') * price('metricMonth') +
        assumed('alarms') * price('alarmMonth') +
        ((resources * assumed('metricsReadPerResource')) / 1000) * price('metricsReadThousand'),
    ),
    item('Events from other accounts (EventBridge)', (events / MILLION) * price('busMillion')),
    item('SQS', (requests / MILLION) * price('queueMillion')),
    item(
      'KMS and secrets',
      assumed('keys') * price('keyMonth') +
        (keyRequests / 10_000) * price('keyTenThousand') +
        assumed('secrets') * price('secretMonth'),
    ),
    item('S3', accounts * assumed('reportGbPerAccount') * price('bucketGbMonth')),
    {
      ...item('VPC endpoints, where wanted', hours * assumed('endpoints') * ZONES * price('endpointHour')),
      optional: true,
    },
  ];
}

export const total = (items) =>
  items.filter(({ optional }) => !optional).reduce((sum, { amount }) => sum + amount, 0);

const item = (name, amount) => ({ name, amount });

function known(table, name) {
  if (!(name in table)) throw new Error(`data.json does not say ${name}.`);
  return table[name];
}

/** The tables of docs/costs.md. */
export function tables(data) {
  const columns = data.sizes.map((size) => ({ size, items: itemsOf(data, size) }));
  const money = (amount) => amount.toFixed(amount < 10 ? 2 : 0);
  const counted = ({ accounts }) => `${accounts} account${accounts === 1 ? '' : 's'}`;
  const head = ['US$ a month', ...data.sizes.map(counted)];
  const body = columns[0].items.map(({ name }, row) => [
    name,
    ...columns.map(({ items }) => money(items[row].amount)),
  ]);
  const sums = [
    '**Together, without endpoints**',
    ...columns.map(({ items }) => `**${money(total(items))}**`),
  ];
  const each = ['For one account', ...columns.map(({ size, items }) => money(total(items) / size.accounts))];
  const sizes = data.sizes.map((size) => [
    counted(size),
    ...[size.api, size.workers, size.database, `${size.databaseGb} GB`, size.cache],
  ]);
  return [
    table(head, [...body, sums, each]),
    table(['Size', 'api', 'workers', 'Database', 'Storage', 'Cache'], sizes),
    table(
      ['Assumption', 'Value'],
      Object.values(data.assumptions).map(({ meaning, value }) => [meaning, value]),
    ),
    table(
      ['Price', data.currency, 'From'],
      Object.entries(data.prices).map(([name, { price, source }]) => [
        `\`${name}\``,
        price,
        source === null ? 'not checked' : `<${source}>`,
      ]),
    ),
  ].join('\n\n');
}

const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
