import { describe, expect, it } from '@jest/globals';
import { countsOf, differences, notInstalled, waitsForReboot } from './patch-states.js';

const states = {
  KB1: 'Installed',
  KB2: 'InstalledOther',
  KB3: 'InstalledPendingReboot',
  KB4: 'Missing',
  KB5: 'Failed',
};

describe('notInstalled', () => {
  it('takes Installed alone, and what waits for a restart where nobody may restart', () => {
    expect(notInstalled(['KB1', 'KB2'], states, false)).toEqual([]);
    expect(notInstalled(['KB3'], states, false)).toEqual(['KB3 is InstalledPendingReboot']);
    expect(notInstalled(['KB3'], states, true)).toEqual([]);
    expect(notInstalled(['KB4', 'KB5'], states, true)).toEqual(['KB4 is Missing', 'KB5 is Failed']);
    expect(notInstalled(['KB9'], states, true)).toEqual([expect.stringContaining('does not list it')]);
  });
});

describe('differences', () => {
  it('names what came and what went, and nothing where the disk is as before', () => {
    expect(differences(states, { ...states, KB3: 'Installed', KB4: 'Failed' })).toEqual([]);
    expect(differences(states, { ...states, KB4: 'Installed', KB1: 'Missing' })).toEqual([
      'KB4 is there, and was not before',
      'KB1 was there before, and is not any more',
    ]);
  });
});

it('counts patches by their states', () => {
  expect(countsOf(states)).toEqual({ installed: 2, missing: 1, failed: 1, pendingReboot: 1 });
  expect(waitsForReboot(states)).toBe(true);
  expect(waitsForReboot({ KB1: 'Installed' })).toBe(false);
});
