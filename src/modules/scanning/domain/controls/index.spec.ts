import { describe, expect, it } from '@jest/globals';
import { resourceTypes } from '../resources/index.js';
import { controlById, controls, controlsOn } from './index.js';

describe('the list of controls', () => {
  it('has each id once and only types that are read', () => {
    const ids = controls.flatMap((control) => [control.id, ...control.aliases]);
    expect(new Set(ids).size).toBe(ids.length);
    const types = resourceTypes.map(({ type }) => type);
    expect(controls.filter((control) => !types.includes(control.type))).toEqual([]);
  });

  it('finds controls by type and by id', () => {
    expect(controlsOn('AWS::EC2::Instance').map(({ id }) => id)).toContain('ec2_instance_idle');
    expect(controlById('s3_bucket_unused')?.type).toBe('AWS::S3::Bucket');
    expect(controlById('none')).toBeUndefined();
  });

  it('tells of each what to do, with a page of AWS', () => {
    for (const { title, risk, remediation } of controls) {
      expect([title, risk, remediation.text].every((line) => line.length > 10)).toBe(true);
      expect(remediation.url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html$/);
    }
  });
});
