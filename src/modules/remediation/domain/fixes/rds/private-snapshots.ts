import { z } from 'zod';
import { call, type Call } from '../../call.js';
import { change, fix, nothing, read, type Fix } from '../../fix.js';

/** Snapshots of instances and of clusters differ in names alone. */
interface Kind {
  control: string;
  type: string;
  title: string;
  id: string;
  describe: string;
  modify: string;
  attributes: (answer: Answer) => readonly Attribute[] | undefined;
}

const attribute = z.object({
  AttributeName: z.string(),
  AttributeValues: z
    .array(z.string())
    .default([])
    .transform((values) => values.toSorted()),
});
type Attribute = z.infer<typeof attribute>;
const attributes = z.array(attribute).optional();
const answer = z.object({
  DBSnapshotAttributesResult: z.object({ DBSnapshotAttributes: attributes }).optional(),
  DBClusterSnapshotAttributesResult: z.object({ DBClusterSnapshotAttributes: attributes }).optional(),
});
type Answer = z.infer<typeof answer>;

const EVERYBODY = 'all';

/** `awsbackup:job-…`: an id may hold colons. */
const idOf = (arn: string): string => arn.split(':').slice(6).join(':');

/** AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html */
function privateSnapshot({ control, type, title, id, describe, modify, attributes: of }: Kind): Fix {
  const accounts = (state: Answer): readonly string[] =>
    of(state)?.find(({ AttributeName }) => AttributeName === 'restore')?.AttributeValues ?? [];
  const set = (name: string, change: 'ValuesToAdd' | 'ValuesToRemove'): Call =>
    call('rds', modify, { [id]: name, AttributeName: 'restore', [change]: [EVERYBODY] });
  return fix({
    ...{ controls: [control], type, title },
    reads: { sharing: read('rds', describe, answer, ({ arn }) => ({ [id]: idOf(arn) })) },
    actions: [`rds:${modify}`],
    plan: ({ target: { arn }, state: { sharing } }) => {
      const shared = accounts(sharing);
      if (!shared.includes(EVERYBODY)) return nothing('It is not shared with everybody');
      const others = shared.length - 1;
      const named = others === 0 ? '' : `; the ${others} accounts that are named keep it`;
      return change(
        `Other accounts can no longer restore it${named}. Copies that they have made stay theirs`,
        [set(idOf(arn), 'ValuesToRemove')],
      );
    },
    restore: ({ target: { arn }, before: { sharing } }) =>
      accounts(sharing).includes(EVERYBODY) ? [set(idOf(arn), 'ValuesToAdd')] : [],
  });
}

export const privateSnapshots: readonly Fix[] = [
  privateSnapshot({
    control: 'rds_snapshots_public_access',
    type: 'AWS::RDS::DBSnapshot',
    title: 'Make the DB snapshot private',
    id: 'DBSnapshotIdentifier',
    describe: 'DescribeDBSnapshotAttributes',
    modify: 'ModifyDBSnapshotAttribute',
    attributes: (told) => told.DBSnapshotAttributesResult?.DBSnapshotAttributes,
  }),
  privateSnapshot({
    control: 'rds_cluster_snapshots_public_access',
    type: 'AWS::RDS::DBClusterSnapshot',
    title: 'Make the DB cluster snapshot private',
    id: 'DBClusterSnapshotIdentifier',
    describe: 'DescribeDBClusterSnapshotAttributes',
    modify: 'ModifyDBClusterSnapshotAttribute',
    attributes: (told) => told.DBClusterSnapshotAttributesResult?.DBClusterSnapshotAttributes,
  }),
];
