import { type Reader } from '../reader.js';
import { accessAnalyzerAnalyzerReader } from './analyzer.js';
import { accessAnalyzerCoverageReader } from './coverage.js';

export const accessanalyzerReaders: readonly Reader[] = [
  accessAnalyzerCoverageReader,
  accessAnalyzerAnalyzerReader,
];
