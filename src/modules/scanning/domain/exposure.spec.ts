import { describe, expect, it } from '@jest/globals';
import { OPEN_CONTROLS } from '../../incidents/domain/exposure.js';
import { controlById, controls } from './controls/index.js';
import { exposureOf } from './exposure.js';

const of = (exposure: string) => controls.filter((one) => exposureOf(one) === exposure).map(({ id }) => id);

describe('what makes a failing control pressing', () => {
  it('is the root user', () => {
    expect(of('root').sort()).toEqual([
      ...['iam_avoid_root_usage', 'iam_no_root_access_key'],
      ...['iam_root_hardware_mfa_enabled', 'iam_root_mfa_enabled'],
    ]);
  });

  it('is access from outside, wherever incidents say that strangers get in', () => {
    const open = [...OPEN_CONTROLS].flatMap((id) => controlById(id) ?? []);
    expect(open.length).toBeGreaterThan(15);
    for (const control of open) expect([control.id, exposureOf(control)]).toEqual([control.id, 'public']);
    expect(of('public').filter((id) => !/public|internet|any_port|function_url/.test(id))).toEqual([]);
  });

  it('is that nobody uses it, for each control about waste', () => {
    for (const control of controls.filter((one) => one.class === 'waste'))
      expect([control.id, exposureOf(control)]).toEqual([control.id, 'unused']);
  });

  it('is nothing where it is about something else', () => {
    for (const id of ['s3_bucket_object_versioning', 'cloudwatch_log_metric_filter_root_usage']) {
      const control = controlById(id);
      expect(control && exposureOf(control)).toBeNull();
    }
  });
});
