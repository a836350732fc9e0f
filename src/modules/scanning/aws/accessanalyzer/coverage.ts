import { type AnalyzerSummary } from '@aws-sdk/client-accessanalyzer';
import { type Aws } from '../../../../platform/aws/index.js';
import {
  type AccessAnalyzer,
  accessAnalyzerCoverage,
  type AccessAnalyzerCoverage,
} from '../../domain/resources/accessanalyzer/coverage.js';
import { byKey } from '../fields.js';
import { present } from '../map-concurrent.js';
import { read, reader } from '../reader.js';
import { accessAnalyzerAnalyzerReader } from './analyzer.js';
import { toAnalyzer } from './to-analyzer.js';

const PAGE = 100;

/** The setting of each region and, from the same call, its analyzers. */
export const accessAnalyzerCoverageReader = reader(accessAnalyzerCoverage, {
  scope: 'region',
  parts: [accessAnalyzerAnalyzerReader],
  list: async function* (aws) {
    yield [await coverageOf(aws)];
  },
  describe: (aws, ref) => coverageOf(aws.in(ref.region)),
});

const coverageOf = async (aws: Aws): Promise<AccessAnalyzerCoverage> => ({
  analyzers: await read(() => analyzersOf(aws)),
});

async function analyzersOf(aws: Aws): Promise<AccessAnalyzer[]> {
  const client = await aws.accessanalyzer();
  const analyzers: AnalyzerSummary[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.listAnalyzers({ maxResults: PAGE, nextToken });
    analyzers.push(...(page.analyzers ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return byKey(present(analyzers.map(toAnalyzer)), ({ arn }) => arn);
}
