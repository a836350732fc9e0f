import { control, fail, notApplicable, pass } from '../../control.js';
import { rdsDbInstance } from '../../resources/rds/db-instance.js';
import { isCustom, isDocumentDb, isNeptune } from './held-by-cluster.js';

export const instanceEnhancedMonitoring = control({
  id: 'rds_instance_enhanced_monitoring_enabled',
  on: rdsDbInstance,
  severity: 'low',
  class: 'security',
  title: 'DB instance has no Enhanced Monitoring',
  risk: 'Without metrics of its operating system, an overload or a foreign process is seen late.',
  remediation: {
    text: 'Give the instance a monitoring role, and a monitoring interval of 60 seconds or less.',
    url: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.html',
  },
  needs: [],
  decide: ({ engine, monitoringIntervalSeconds }) => {
    const evidence = { engine, monitoringIntervalSeconds };
    // Enhanced Monitoring is RDS's own
    if (isNeptune(engine) || isDocumentDb(engine) || isCustom(engine)) return notApplicable(evidence);
    return monitoringIntervalSeconds > 0 ? pass(evidence) : fail(evidence);
  },
});
