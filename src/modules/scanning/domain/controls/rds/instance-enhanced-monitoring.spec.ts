import { describe, expect, it } from '@jest/globals';
import { dbInstance } from '../../../../../../test/support/examples/rds.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { instanceEnhancedMonitoring } from './instance-enhanced-monitoring.js';

const decide = (monitoringIntervalSeconds: number, engine = 'mysql') =>
  instanceEnhancedMonitoring.evaluate(dbInstance({ engine, monitoringIntervalSeconds }), context()).verdict;

describe('rds_instance_enhanced_monitoring_enabled', () => {
  it('passes any interval, and fails none', () => {
    expect(decide(60)).toBe('pass');
    expect(decide(0)).toBe('fail');
    expect(decide(0, 'aurora-mysql')).toBe('fail');
  });

  it('does not apply to engines that RDS does not monitor so', () => {
    expect(['neptune', 'docdb', 'custom-sqlserver-se'].map((engine) => decide(0, engine))).toEqual(
      Array(3).fill('not_applicable'),
    );
  });
});
