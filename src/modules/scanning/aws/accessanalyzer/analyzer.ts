import { accessAnalyzerAnalyzer } from '../../domain/resources/accessanalyzer/analyzer.js';
import { type AccessAnalyzerCoverage } from '../../domain/resources/accessanalyzer/coverage.js';
import { idOf } from '../fields.js';
import { readerOfPart, unlessGone } from '../reader.js';
import { toAnalyzer } from './to-analyzer.js';

/** Analyzers come with their region's setting (coverage.ts). */
export const accessAnalyzerAnalyzerReader = readerOfPart(accessAnalyzerAnalyzer, {
  from: ({ analyzers }: AccessAnalyzerCoverage) => analyzers,
  parentParts: ['analyzers'],
  describe: async (aws, ref) => {
    const client = await aws.in(ref.region).accessanalyzer();
    const found = await unlessGone(() => client.getAnalyzer({ analyzerName: idOf(ref) }), 'ResourceNotFound');
    return found?.analyzer === undefined ? null : toAnalyzer(found.analyzer);
  },
});
