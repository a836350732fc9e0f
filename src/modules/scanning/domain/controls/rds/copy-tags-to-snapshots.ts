import { control, fail, notApplicable, pass } from '../../control.js';
import { rdsDbCluster } from '../../resources/rds/db-cluster.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';
import { heldByCluster, isDocumentDb } from './held-by-cluster.js';

const common = {
  severity: 'low' as const,
  class: 'security' as const,
  risk: 'Snapshots without the tags of their database escape what goes by tags: access policies, owners, cost, clean-up.',
  needs: [],
};

export const instanceCopyTags = control({
  ...common,
  id: 'rds_instance_copy_tags_to_snapshots',
  on: rdsDbInstance,
  title: 'DB instance does not copy its tags to snapshots',
  remediation: {
    text: 'Turn CopyTagsToSnapshot on (ModifyDBInstance), and tag the snapshots that are there already.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html',
  },
  decide: (instance) => {
    const { copyTagsToSnapshot } = instance;
    return heldByCluster(instance) ?? (copyTagsToSnapshot ? pass : fail)({ copyTagsToSnapshot });
  },
});

export const clusterCopyTags = control({
  ...common,
  id: 'rds_cluster_copy_tags_to_snapshots',
  on: rdsDbCluster,
  title: 'DB cluster does not copy its tags to snapshots',
  remediation: {
    text: 'Turn CopyTagsToSnapshot on (ModifyDBCluster), and tag the snapshots that are there already.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Tagging.html',
  },
  decide: ({ engine, copyTagsToSnapshot }) => {
    const evidence = { engine, copyTagsToSnapshot };
    if (isDocumentDb(engine)) return notApplicable(evidence); // has no such setting
    return copyTagsToSnapshot ? pass(evidence) : fail(evidence);
  },
});
