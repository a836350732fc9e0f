import { describe, expect, it } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { accessAnalyzerAnalyzerReader } from './analyzer.js';
import { accessAnalyzerCoverageReader } from './coverage.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const arn = (name: string) => `arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/${name}`;
const analyzer = (name: string) => ({ arn: arn(name), name, type: 'ACCOUNT', status: 'ACTIVE', tags: {} });

async function list(accessanalyzer: Record<string, object>) {
  const found = [];
  for await (const one of accessAnalyzerCoverageReader.list(documentedAws({ accessanalyzer }), place))
    found.push(one);
  return found;
}

describe('accessAnalyzerCoverageReader', () => {
  it('follows pages, and finds the analyzers as resources of their own', async () => {
    const listAnalyzers = ({ nextToken }: { nextToken?: string }) =>
      nextToken === undefined
        ? { analyzers: [analyzer('b')], nextToken: 'more' }
        : { analyzers: [analyzer('a')] };
    const [coverage, analyzers] = await list({ listAnalyzers });
    expect(coverage?.configurations).toMatchObject([{ analyzers: [{ name: 'a' }, { name: 'b' }] }]);
    expect(analyzers?.configurations).toHaveLength(2);
  });

  it('has no evidence where analyzers may not be listed', async () => {
    const [coverage, analyzers] = await list({ listAnalyzers: sdkError('AccessDeniedException', 403) });
    expect(coverage?.configurations).toMatchObject([{ analyzers: { noEvidence: 'denied' } }]);
    expect(analyzers).toMatchObject({ configurations: [], gaps: [{ noEvidence: 'denied' }] });
  });
});

describe('accessAnalyzerAnalyzerReader', () => {
  it('describes one by its name, and says when it is gone', async () => {
    const ask = (getAnalyzer: object) =>
      accessAnalyzerAnalyzerReader.describe(documentedAws({ accessanalyzer: { getAnalyzer } }), {
        arn: arn('a'),
        name: 'a',
        region: 'eu-west-1',
      });
    const named = ({ analyzerName }: { analyzerName: string }) => ({ analyzer: analyzer(analyzerName) });
    expect(await ask(named)).toMatchObject({ name: 'a' });
    expect(await ask(sdkError('ResourceNotFoundException', 404))).toBeNull();
  });
});
