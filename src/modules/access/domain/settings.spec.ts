import { describe, expect, it } from '@jest/globals';
import {
  defaultSettings,
  effectiveSettings,
  mergeSettings,
  settingsPatch,
  tenantSettings,
} from './settings.js';

describe('settings of a tenant', () => {
  it('are the defaults where nothing is set, and those are valid', () => {
    expect(effectiveSettings({})).toEqual(defaultSettings);
    expect(tenantSettings.parse(defaultSettings)).toEqual(defaultSettings);
  });

  it('keep the thresholds that a change does not name', () => {
    const first = mergeSettings({}, { thresholds: { stoppedInstanceDays: 0, unusedUserDays: 45 } });
    const second = mergeSettings(first, { thresholds: { unusedUserDays: 60 }, exemptTags: [] });
    expect(second).toEqual({ thresholds: { stoppedInstanceDays: 0, unusedUserDays: 60 }, exemptTags: [] });
    expect(effectiveSettings(second)).toEqual({
      ...defaultSettings,
      thresholds: { ...defaultSettings.thresholds, stoppedInstanceDays: 0, unusedUserDays: 60 },
      exemptTags: [],
    });
  });

  it('replace a list as a whole', () => {
    const merged = mergeSettings({ exemptTags: [{ key: 'a' }] }, { exemptTags: [{ key: 'b', value: '1' }] });
    expect(merged.exemptTags).toEqual([{ key: 'b', value: '1' }]);
  });

  it('store nothing that was not given, so that a later default reaches the tenant', () => {
    expect(settingsPatch.parse({ thresholds: { unusedUserDays: 1 } })).toEqual({
      thresholds: { unusedUserDays: 1 },
    });
  });

  it.each([
    [{ thresholds: { unusedUserDays: -1 } }, ['thresholds', 'unusedUserDays']],
    [{ thresholds: { idleInstanceCpuPercent: 101 } }, ['thresholds', 'idleInstanceCpuPercent']],
    [{ exemptTags: [{ key: '' }] }, ['exemptTags', 0, 'key']],
    [{ allowedNotificationDomains: ['a@example.com'] }, ['allowedNotificationDomains', 0]],
  ])('refuse %j by its field', (given, path) => {
    expect(settingsPatch.safeParse(given).error?.issues.map((issue) => issue.path)).toEqual([path]);
  });
});
