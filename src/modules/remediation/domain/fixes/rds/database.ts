import { z } from 'zod';
import { call, type Call } from '../../call.js';
import {
  change,
  fix,
  nothing,
  read,
  refuse,
  type Fix,
  type FixPlan,
  type Read,
  type Target,
} from '../../fix.js';

/** What of DescribeDBInstances and DescribeDBClusters all fixes of databases want. */
const common = {
  Engine: z.string(),
  /** What waits for the maintenance window: a change that is applied at once takes it along. */
  PendingModifiedValues: z.record(z.string(), z.unknown()).default({}),
};

const instanceFields = { ...common, DBClusterIdentifier: z.string().optional() };
const clusterFields = { ...common, EngineMode: z.string().optional() };

export type Instance = z.infer<z.ZodObject<typeof instanceFields>>;
export type Cluster = z.infer<z.ZodObject<typeof clusterFields>>;

/** Instances and clusters differ in names alone. */
interface Kind {
  type: string;
  describe: string;
  modify: string;
  id: string;
  items: string;
  status: string;
}
const INSTANCE: Kind = {
  ...{ type: 'AWS::RDS::DBInstance', describe: 'DescribeDBInstances', modify: 'ModifyDBInstance' },
  ...{ id: 'DBInstanceIdentifier', items: 'DBInstances', status: 'DBInstanceStatus' },
};
const CLUSTER: Kind = {
  ...{ type: 'AWS::RDS::DBCluster', describe: 'DescribeDBClusters', modify: 'ModifyDBCluster' },
  ...{ id: 'DBClusterIdentifier', items: 'DBClusters', status: 'Status' },
};

/** What the database has to say before it can be waited for no longer. */
const WITHIN_SECONDS = 1_800;

/** Names of the answers that show a database as it is being modified, and after that. */
export const MODIFIED = 'modified';
export const AFTER = 'after';

interface Shown {
  field: string;
  is: unknown;
}

/** Changes some settings of a database at once, and waits until they are so and it is available again. */
function modify(
  kind: Kind,
  name: string,
  input: Readonly<Record<string, unknown>>,
  shown: Shown | null,
): Call[] {
  const until = (field: string, is: unknown, more: object = {}) =>
    call(
      'rds',
      kind.describe,
      { [kind.id]: name },
      {
        ...more,
        until: { path: `${kind.items}.0.${field}`, is: [is], withinSeconds: WITHIN_SECONDS },
      },
    );
  return [
    call('rds', kind.modify, { [kind.id]: name, ...input, ApplyImmediately: true }, { as: MODIFIED }),
    ...(shown === null ? [] : [until(shown.field, shown.is)]),
    until(kind.status, 'available', { as: AFTER }),
  ];
}

const describing = <T>(kind: Kind, found: z.ZodType<T>): Read<T | null> =>
  read(
    'rds',
    kind.describe,
    z.object({ [kind.items]: z.array(found) }).transform((answer) => answer[kind.items]?.[0] ?? null),
    ({ name }: Target) => ({ [kind.id]: name }),
    { absent: ['DBInstanceNotFound', 'DBInstanceNotFoundFault', 'DBClusterNotFoundFault'] },
  );

interface Setting<D, T> {
  controls: readonly string[];
  title: string;
  /** The field that DescribeDB… shows. */
  field: keyof D & string;
  /** That of ModifyDB…, where it has another name. */
  as?: string;
  wanted: (database: D, evidence: Readonly<Record<string, unknown>>) => T;
  isSo: (now: T, wanted: T) => boolean;
  words: (wanted: T, now: T) => string[];
  /** Why it must not, or cannot, be done. */
  refusal?: (database: D) => string | undefined;
}

const settingFix =
  <Base extends { Engine: string; PendingModifiedValues: Record<string, unknown> }>(
    kind: Kind,
    base: z.ZodRawShape,
  ) =>
  <T extends boolean | number>(
    value: z.ZodType<T>,
    {
      controls,
      title,
      field,
      as = field,
      wanted,
      isSo,
      words,
      refusal,
    }: Setting<Base & Record<string, unknown>, T>,
  ): Fix =>
    fix({
      ...{ controls, title, type: kind.type },
      reads: {
        database: describing(
          kind,
          z.object({ ...base, [field]: value }) as unknown as z.ZodType<Base & Record<string, unknown>>,
        ),
      },
      actions: [`rds:${kind.modify}`, `rds:${kind.describe}`],
      plan: ({ target: { name }, state: { database }, evidence }): FixPlan => {
        if (database === null) return nothing(GONE);
        const now = database[field] as T;
        const wish = wanted(database, evidence);
        if (isSo(now, wish)) return nothing(`${field} is ${String(now)}`);
        const reason = refusal?.(database) ?? pendingRefusal(database.PendingModifiedValues);
        if (reason !== undefined) return refuse(reason);
        return change(words(wish, now), modify(kind, name, { [as]: wish }, { field, is: wish }));
      },
      restore: ({ target: { name }, before: { database } }) =>
        database === null
          ? []
          : modify(kind, name, { [as]: database[field] }, { field, is: database[field] }),
    });

export const GONE = 'The database is gone';

/** AmazonRDS/latest/UserGuide/USER_ModifyInstance.ApplyImmediately.html */
export const pendingRefusal = (pending: Readonly<Record<string, unknown>>): string | undefined => {
  const names = Object.keys(pending);
  if (names.length === 0) return undefined;
  return `${names.join(', ')} wait for the maintenance window: a change now would apply them too, with their outage`;
};

/** A setting of an instance. */
export const instanceSetting = settingFix<Instance>(INSTANCE, instanceFields);
/** A setting of a cluster. */
export const clusterSetting = settingFix<Cluster>(CLUSTER, clusterFields);

export const instances = {
  read: <T extends z.ZodRawShape>(more: T) => describing(INSTANCE, z.object({ ...instanceFields, ...more })),
  modify: (name: string, input: Readonly<Record<string, unknown>>, shown: Shown | null) =>
    modify(INSTANCE, name, input, shown),
};
export const clusters = {
  read: <T extends z.ZodRawShape>(more: T) => describing(CLUSTER, z.object({ ...clusterFields, ...more })),
  modify: (name: string, input: Readonly<Record<string, unknown>>, shown: Shown | null) =>
    modify(CLUSTER, name, input, shown),
};

export const heldByCluster = ({ DBClusterIdentifier: id }: Instance): string | undefined =>
  id === undefined ? undefined : `Its cluster ${id} holds this setting: change it there`;
