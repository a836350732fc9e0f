import { type ResourceType } from '../../resource-type.js';
import { accessAnalyzerAnalyzer } from './analyzer.js';
import { accessAnalyzerCoverage } from './coverage.js';

export const accessanalyzerTypes: readonly ResourceType[] = [accessAnalyzerCoverage, accessAnalyzerAnalyzer];
