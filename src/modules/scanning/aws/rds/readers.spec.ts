import { describe, expect, it } from '@jest/globals';
import { type Answers, documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type Reader, type Want } from '../reader.js';
import { rdsDbClusterSnapshotReader } from './db-cluster-snapshot.js';
import { rdsDbInstanceReader } from './db-instance.js';
import { rdsDbSnapshotReader } from './db-snapshot.js';

/** Answers in AWS's documented shapes, for what the emulator does not do: deny, drop a resource in mid-scan. */
const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const ARN = 'arn:aws:rds:eu-west-1:123456789012';

async function list(reader: Reader, rds: NonNullable<Answers['rds']>, want: Want = null): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const { configurations } of reader.list(documentedAws({ rds }), place, want)) {
    for (const one of configurations) {
      expect(reader.type.schema.parse(one)).toEqual(one);
      found.push(one);
    }
  }
  return found;
}

const snapshot = (DBSnapshotIdentifier: string, Encrypted: boolean) => ({
  ...{ DBSnapshotIdentifier, Encrypted, DBSnapshotArn: `${ARN}:snapshot:${DBSnapshotIdentifier}` },
});
const listed = (...snapshots: object[]) => ({ describeDBSnapshots: { DBSnapshots: snapshots } });

describe('rdsDbSnapshotReader', () => {
  it('asks who may restore it only of what is not encrypted', async () => {
    const asked: unknown[] = [];
    const found = await list(rdsDbSnapshotReader, {
      ...listed(snapshot('open', false), snapshot('closed', true)),
      describeDBSnapshotAttributes: (input: { DBSnapshotIdentifier: string }) => {
        asked.push(input.DBSnapshotIdentifier);
        const restore = { AttributeName: 'restore', AttributeValues: ['all', '111122223333'] };
        return { DBSnapshotAttributesResult: { DBSnapshotAttributes: [restore] } };
      },
    });
    expect(asked).toEqual(['open']);
    expect(found).toMatchObject([{ restorableBy: ['111122223333', 'all'] }, { restorableBy: null }]);
  });

  it('lists own manual snapshots only, and follows pages', async () => {
    const inputs: object[] = [];
    const found = await list(rdsDbSnapshotReader, {
      describeDBSnapshots: (input: { Marker?: string }) => {
        inputs.push(input);
        return {
          DBSnapshots: [snapshot(input.Marker ?? 'first', true)],
          Marker: input.Marker ? '' : 'second',
        };
      },
    });
    expect(inputs).toMatchObject([{ SnapshotType: 'manual', MaxRecords: 100 }, { Marker: 'second' }]);
    expect(found).toMatchObject([{ id: 'first' }, { id: 'second' }]);
  });

  it('does not ask where no control needs it', async () => {
    const found = await list(rdsDbSnapshotReader, listed(snapshot('open', false)), new Set(['tags']));
    expect(found).toMatchObject([{ restorableBy: { noEvidence: 'not_read' } }]);
  });

  it('keeps a snapshot whose attributes are denied, and leaves out one that is gone', async () => {
    const found = await list(rdsDbSnapshotReader, {
      ...listed(snapshot('closed', false), snapshot('gone', false)),
      describeDBSnapshotAttributes: ({ DBSnapshotIdentifier: id }: { DBSnapshotIdentifier: string }) => {
        throw id === 'gone' ? sdkError('DBSnapshotNotFoundFault', 404) : sdkError('AccessDenied', 403);
      },
    });
    expect(found).toMatchObject([{ id: 'closed', restorableBy: { noEvidence: 'denied' } }]);
  });

  it('describes one by the name in its ARN; null: there is none', async () => {
    const describeDBSnapshots = ({ DBSnapshotIdentifier: id }: { DBSnapshotIdentifier: string }) => {
      if (id === 'gone') throw sdkError('DBSnapshotNotFound', 404);
      return { DBSnapshots: [snapshot(id, true)] };
    };
    const describeOne = (id: string) =>
      rdsDbSnapshotReader.describe(documentedAws({ rds: { describeDBSnapshots } }), {
        ...{ arn: `${ARN}:snapshot:${id}`, name: id, region: 'eu-west-1' },
      });
    expect(await describeOne('here')).toMatchObject({ id: 'here' });
    expect(await describeOne('gone')).toBeNull();
  });
});

describe('rdsDbClusterSnapshotReader', () => {
  it('asks who may restore it only of what is not encrypted', async () => {
    const one = (id: string, StorageEncrypted: boolean) => ({
      DBClusterSnapshotIdentifier: id,
      DBClusterSnapshotArn: `${ARN}:cluster-snapshot:${id}`,
      StorageEncrypted,
    });
    const found = await list(rdsDbClusterSnapshotReader, {
      describeDBClusterSnapshots: { DBClusterSnapshots: [one('open', false), one('closed', true)] },
      describeDBClusterSnapshotAttributes: {
        DBClusterSnapshotAttributesResult: {
          DBClusterSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: ['all'] }],
        },
      },
    });
    expect(found).toMatchObject([
      { id: 'open', restorableBy: ['all'] },
      { id: 'closed', restorableBy: null },
    ]);
  });
});

describe('rdsDbInstanceReader', () => {
  const instance = { DBInstanceIdentifier: 'orders', DBInstanceArn: `${ARN}:db:orders`, Engine: 'mysql' };

  it('reads the port of a member of a cluster, and none before there is an endpoint', async () => {
    const found = await list(rdsDbInstanceReader, {
      describeDBInstances: {
        DBInstances: [
          { ...instance, Endpoint: { Port: 3307 }, DbInstancePort: 0 },
          { ...instance, DbInstancePort: 3308 },
          { ...instance, DbInstancePort: 0 },
        ],
      },
    });
    expect(found).toMatchObject([{ port: 3307 }, { port: 3308 }, { port: null }]);
  });

  it('does not take silence on public access for a no', async () => {
    const found = await list(rdsDbInstanceReader, { describeDBInstances: { DBInstances: [instance] } });
    expect(found).toMatchObject([{ publiclyAccessible: null, storageEncrypted: false }]);
  });

  it('throws when the listing itself is denied', async () => {
    const denied = { describeDBInstances: sdkError('AccessDenied', 403) };
    await expect(list(rdsDbInstanceReader, denied)).rejects.toThrow('AccessDenied');
  });
});
