import { control, fail, notApplicable, pass } from '../../control.js';
import { rdsDbCluster } from '../../resources/rds/db-cluster.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';
import { heldByCluster } from './held-by-cluster.js';

const common = {
  severity: 'medium' as const,
  class: 'security' as const,
  risk: 'When its Availability Zone fails, or AWS maintains it, the database is away until it is restored elsewhere.',
  needs: [],
};

export const instanceMultiAz = control({
  ...common,
  id: 'rds_instance_multi_az',
  on: rdsDbInstance,
  title: 'DB instance runs in a single Availability Zone',
  remediation: {
    text: 'Make it a Multi-AZ deployment (ModifyDBInstance with MultiAZ=true): AWS keeps a standby in another zone. It costs about twice as much.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html',
  },
  decide: (instance) => {
    const { multiAz, availabilityZone } = instance;
    const evidence = { multiAz, availabilityZone };
    return heldByCluster(instance) ?? (multiAz ? pass(evidence) : fail(evidence));
  },
});

export const clusterMultiAz = control({
  ...common,
  id: 'rds_cluster_multi_az',
  on: rdsDbCluster,
  title: 'DB cluster has instances in one Availability Zone only',
  remediation: {
    text: 'Add a reader in another Availability Zone: AWS fails over to it.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-replicas-adding.html',
  },
  decide: ({ multiAz, memberIds, engineMode }) => {
    const evidence = { multiAz, memberIds, engineMode };
    if (multiAz) return pass(evidence);
    // no instance yet, or a secondary of a global database without any: nothing runs that could fail
    return memberIds.length === 0 ? notApplicable(evidence) : fail(evidence);
  },
});
