import { Prisma, type Database, type Tx } from '../../../src/platform/database/index.js';

type Args = Record<string, unknown>;
type Method = (args?: Args) => unknown;

const READS = ['findFirst', 'findFirstOrThrow', 'findMany', 'count', 'aggregate', 'groupBy'];
const FILTERED = [...READS, 'updateMany', 'deleteMany'];
const UNIQUE: Record<string, string> = { findUnique: 'findFirst', findUniqueOrThrow: 'findFirstOrThrow' };

/** How many statements had a check of their own taken out. */
export interface Blinded {
  statements: number;
  /** Takes it back. */
  end: () => void;
}

/**
 * Takes out of what the application asks of the database its own check of the tenant: `WHERE tenant_id = …` is true
 * whatever it compares, in SQL and in the client's words. What then still holds is row-level security alone.
 * @param passing also without it: to see that there is something to hold
 */
export function blind(database: Database, passing = false): Blinded {
  const withTenant = database.withTenant.bind(database);
  const now = database.now.bind(database);
  const onCommit = database.onCommit.bind(database);
  const whole = new WeakMap<object, Tx>();
  const blinded: Blinded = { statements: 0, end: () => Object.assign(database, own) };
  const own = { withTenant, now, onCommit };
  const seen = (tx: Tx): Tx => whole.get(tx) ?? tx;
  const dim = (tx: Tx): Tx => {
    const dimmed = dimmedTx(tx, () => (blinded.statements += 1));
    whole.set(dimmed, tx);
    return dimmed;
  };
  database.withTenant = (tenantId, work) =>
    passing
      ? database.acrossTenants('to see what row-level security holds back', (tx) => work(dim(tx)))
      : withTenant(tenantId, (tx) => work(dim(tx)));
  database.now = (tx) => now(seen(tx));
  database.onCommit = (tx, effect) => onCommit(seen(tx), effect);
  return blinded;
}

function dimmedTx(tx: Tx, count: () => void): Tx {
  return new Proxy(tx, {
    get(target, name: string) {
      const value: unknown = Reflect.get(target, name);
      if (name === '$queryRaw' || name === '$executeRaw') return rawly(target, value as Raw, count);
      if (typeof value !== 'object' || value === null) return value;
      return dimmedModel(value as Record<string, Method>, count);
    },
  });
}

type Raw = (sql: Prisma.Sql) => unknown;

const rawly =
  (tx: Tx, ask: Raw, count: () => void) =>
  (given: Prisma.Sql | TemplateStringsArray, ...values: unknown[]) => {
    const sql = Array.isArray(given) ? Prisma.sql(given, ...values) : (given as Prisma.Sql);
    return ask.call(tx, withoutTenant(sql, count));
  };

const COMPARED = /((?:\w+\.)?"?tenant_id"?)\s*=\s*$/;

/** `tenant_id = $1` becomes `(tenant_id = $1 OR true)`. */
function withoutTenant(sql: Prisma.Sql, count: () => void): Prisma.Sql {
  const texts = [...sql.strings];
  let found = false;
  for (let at = 0; at + 1 < texts.length; at += 1) {
    const text = texts[at] ?? '';
    // in a list of what is set it is no condition
    if (
      !COMPARED.test(text) ||
      /\bSET\s+[^()]*$/i.test(text.slice(text.toUpperCase().lastIndexOf('WHERE') + 1))
    )
      continue;
    texts[at] = text.replace(COMPARED, '($1 = ');
    texts[at + 1] = ` OR true)${texts[at + 1] ?? ''}`;
    found = true;
  }
  if (found) count();
  return new Prisma.Sql(texts, sql.values);
}

const dimmedModel = (model: Record<string, Method>, count: () => void) =>
  new Proxy(model, {
    get(target, name: string) {
      const method = target[UNIQUE[name] ?? name];
      if (typeof method !== 'function' || !(FILTERED.includes(name) || name in UNIQUE))
        return Reflect.get(target, name);
      return (args: Args = {}) => {
        const where = open(args['where'] as Args | undefined, name in UNIQUE);
        if (JSON.stringify(where) !== JSON.stringify(args['where'])) count();
        return method.call(target, { ...args, where });
      };
    },
  });

/** A condition without the tenant; of a unique key of several fields, those fields without it. */
function open(where: Args | undefined, isUnique: boolean): Args {
  const entries = Object.entries(where ?? {}).flatMap(([name, value]): [string, unknown][] => {
    if (name === 'tenantId') return [];
    const isCompound = isUnique && /_/.test(name) && typeof value === 'object' && value !== null;
    if (isCompound) return Object.entries(open(value as Args, false));
    if (['AND', 'OR', 'NOT'].includes(name))
      return [
        [
          name,
          Array.isArray(value) ? value.map((one: Args) => open(one, false)) : open(value as Args, false),
        ],
      ];
    return [[name, value]];
  });
  return Object.fromEntries(entries);
}
