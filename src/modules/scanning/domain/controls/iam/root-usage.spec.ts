import { describe, expect, it } from '@jest/globals';
import { root } from '../../../../../../test/support/examples/iam.js';
import { context, daysAgo, denied } from '../../../../../../test/support/scanning-examples.js';
import { type IamRoot } from '../../resources/iam/root.js';
import { rootUsage } from './root-usage.js';

const never = { passwordLastUsed: null, accessKey1LastUsed: null, accessKey2LastUsed: null };
const decide = (lastUse: IamRoot['lastUse'], withinDays = 2) =>
  rootUsage.evaluate(root({ lastUse }), {
    ...context(),
    settings: { iam_avoid_root_usage: { parameters: { withinDays } } },
  }).verdict;

describe('iam_avoid_root_usage', () => {
  it('passes a root user that was not used lately, or never', () => {
    expect(decide(never)).toBe('pass');
    expect(decide({ ...never, passwordLastUsed: daysAgo(2) })).toBe('pass');
  });

  it('counts the latest use, whatever was used', () => {
    expect(decide({ ...never, passwordLastUsed: daysAgo(1.9) })).toBe('fail');
    expect(decide({ ...never, passwordLastUsed: daysAgo(300), accessKey2LastUsed: daysAgo(1) })).toBe('fail');
    expect(decide({ ...never, accessKey1LastUsed: daysAgo(5) }, 7)).toBe('fail');
  });

  it('has no evidence without the report, or without a line of root in it', () => {
    expect(decide(denied)).toBe('no_evidence');
    expect(decide(null)).toBe('no_evidence');
  });
});
