import { describe, expect, it } from '@jest/globals';
import { AT, here, judgedFrom, judgedService } from '../support/judged-events.js';
import { rdsArn } from '../../src/modules/scanning/domain/resources/rds/storage.js';

const judged = judgedFrom('rds.amazonaws.com');
const arn = (kind: Parameters<typeof rdsArn>[0], id: string) => rdsArn(kind, id, AT);
const db = arn('db', 'orders');
const cluster = arn('cluster', 'shop');
const resources = (...[name, request, response]: Parameters<typeof judged>) =>
  judged(name, request, response).resources;

describe('events of RDS', () => {
  it('takes an instance from the answer, else from the request, in lower case as RDS keeps it', () => {
    expect(resources('CreateDBInstance', { dBInstanceIdentifier: 'Orders' })).toEqual([`created ${db}`]);
    expect(resources('ModifyDBInstance', { dBInstanceIdentifier: 'Orders' }, { dBInstanceArn: db })).toEqual([
      `changed ${db}`,
    ]);
    expect(judged('StopDBInstance', { dBInstanceIdentifier: 'orders' }).types).toEqual([
      'AWS::RDS::DBInstance',
    ]);
  });

  it('deletes the instance alone, and looks at its cluster and its last snapshot', () => {
    const deletion = judged(
      'DeleteDBInstance',
      { dBInstanceIdentifier: 'orders', finalDBSnapshotIdentifier: 'Last' },
      { dBInstanceArn: db, dBClusterIdentifier: 'shop' },
    );
    expect(deletion.resources).toEqual([`deleted ${db}`]);
    expect(deletion.related).toEqual([cluster, arn('snapshot', 'last')]);
  });

  it.each([
    ['RestoreDBInstanceFromDBSnapshot', { dBInstanceIdentifier: 'orders', dBSnapshotIdentifier: 's' }, db],
    [
      'RestoreDBInstanceToPointInTime',
      { sourceDBInstanceIdentifier: 'a', targetDBInstanceIdentifier: 'orders' },
      db,
    ],
    ['CreateDBInstanceReadReplica', { sourceDBInstanceIdentifier: 'a', dBInstanceIdentifier: 'orders' }, db],
    ['RestoreDBClusterFromSnapshot', { dBClusterIdentifier: 'shop', snapshotIdentifier: 's' }, cluster],
    [
      'CopyDBSnapshot',
      { sourceDBSnapshotIdentifier: 'a', targetDBSnapshotIdentifier: 'b' },
      arn('snapshot', 'b'),
    ],
    [
      'CopyDBClusterSnapshot',
      { sourceDBClusterSnapshotIdentifier: 'a', targetDBClusterSnapshotIdentifier: 'b' },
      arn('cluster-snapshot', 'b'),
    ],
  ])('%s makes its target, not its source', (name, request, target) => {
    expect(resources(name, request)).toEqual([`created ${target}`]);
  });

  it('tells of a shared snapshot and of a deleted one', () => {
    const request = { dBSnapshotIdentifier: 'rds:orders-1', attributeName: 'restore', valuesToAdd: ['all'] };
    expect(resources('ModifyDBSnapshotAttribute', request)).toEqual([
      `changed ${here('rds')}:snapshot:rds:orders-1`,
    ]);
    expect(resources('DeleteDBClusterSnapshot', { dBClusterSnapshotIdentifier: 'b' })).toEqual([
      `deleted ${arn('cluster-snapshot', 'b')}`,
    ]);
  });

  it('looks at the members of a cluster that changed', () => {
    const failover = judged(
      'FailoverDBCluster',
      { dBClusterIdentifier: 'shop' },
      { dBClusterArn: cluster, dBClusterMembers: [{ dBInstanceIdentifier: 'orders' }] },
    );
    expect(failover.resources).toEqual([`changed ${cluster}`]);
    expect(failover.related).toEqual([db]);
  });

  it.each([db, cluster, arn('snapshot', 's'), arn('cluster-snapshot', 's')])(
    'tags what is at %s',
    (resourceName) => {
      const tagged = judged('AddTagsToResource', { resourceName, tags: [] });
      expect(tagged.resources).toEqual([`changed ${resourceName}`]);
      expect(tagged.reason).toBe('described');
    },
  );

  it('keeps the region of an ARN', () => {
    const other = 'arn:aws:rds:us-east-1:123456789012:cluster:far';
    const left = judged('RemoveFromGlobalCluster', {
      globalClusterIdentifier: 'g',
      dbClusterIdentifier: other,
    });
    expect(left.resources).toEqual([`changed ${other}`]);
  });

  it('names groups, which the inventory does not hold', () => {
    const parameterGroup = `${here('rds')}:pg:tuned`;
    const changed = judged('ModifyDBParameterGroup', { dBParameterGroupName: 'tuned' });
    expect(changed).toMatchObject({ disposition: 'ignored', reason: 'not_tracked', types: [null] });
    expect(changed.resources).toEqual([`changed ${parameterGroup}`]);
    expect(judged('RemoveTagsFromResource', { resourceName: parameterGroup }).types).toEqual([null]);
  });

  it('changes the parent of an endpoint, a tenant database, a pending action', () => {
    expect(
      resources(
        'DeleteDBClusterEndpoint',
        { dBClusterEndpointIdentifier: 'e' },
        { dBClusterIdentifier: 'shop' },
      ),
    ).toEqual([`changed ${cluster}`]);
    expect(resources('CreateTenantDatabase', { dBInstanceIdentifier: 'orders', tenantDBName: 't' })).toEqual([
      `changed ${db}`,
    ]);
    expect(resources('ApplyPendingMaintenanceAction', { resourceIdentifier: cluster })).toEqual([
      `changed ${cluster}`,
    ]);
  });

  it('knows from the id of a service event what was made and deleted', () => {
    const said = (EventID: string) =>
      judgedService('aws.rds', 'RDS DB Instance Event', { EventID, SourceArn: db }, [db]).resources;
    expect(said('RDS-EVENT-0005')).toEqual([`created ${db}`]);
    expect(said('RDS-EVENT-0003')).toEqual([`deleted ${db}`]);
    expect(said('RDS-EVENT-0006')).toEqual([`changed ${db}`]);
  });
});
