import { writeFileSync } from 'node:fs';
import pg from 'pg';

/**
 * Loaded before the service (node --import): counts the statements that it sends to PostgreSQL by kind and table, and
 * writes them to STATEMENTS_FILE on SIGUSR2, which also begins anew.
 */
const file = process.env.STATEMENTS_FILE;
let counts = {};
const query = pg.Client.prototype.query;
pg.Client.prototype.query = function counted(config, ...rest) {
  const text = typeof config === 'string' ? config : (config?.text ?? '');
  const kind = kindOf(text);
  counts[kind] = (counts[kind] ?? 0) + 1;
  return query.call(this, config, ...rest);
};
process.on('SIGUSR2', () => {
  writeFileSync(file, JSON.stringify(counts));
  counts = {};
});

function kindOf(text) {
  const words = text.replaceAll('"', '').replaceAll('public.', '').replaceAll(/\s+/g, ' ').trim();
  const [, verb = words.split(' ')[0] ?? '', table = ''] =
    /^(INSERT) INTO (\w+)/i.exec(words) ??
    /^(UPDATE) (\w+)/i.exec(words) ??
    /^(DELETE) FROM (\w+)/i.exec(words) ??
    [];
  if (table !== '') return `${verb.toUpperCase()} ${table}`;
  const [, from = ''] = /^SELECT .*? FROM (\w+)/i.exec(words) ?? [];
  return from === '' ? verb.toUpperCase() : `SELECT ${from}`;
}
