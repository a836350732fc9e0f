import { describe, expect, it } from '@jest/globals';
import { scheduleGroup } from './schedule-group.js';

describe('the schedule group of a tenant', () => {
  it('is never shared by two pairs of environment and tenant', () => {
    expect(scheduleGroup('dev', 'b-a')).toBe('shepherd-dev_b-a');
    expect(scheduleGroup('dev-b', 'a')).toBe('shepherd-dev-b_a');
  });

  it('keeps to what AWS takes as a name, and to itself, however long its parts are', () => {
    const [one, other] = ['1', '2'].map((end) => scheduleGroup('e'.repeat(31), `${'t'.repeat(62)}${end}`));
    for (const name of [one, other]) expect(name).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
    expect(one).not.toBe(other);
  });
});
