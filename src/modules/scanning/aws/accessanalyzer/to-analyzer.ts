import { type AnalyzerSummary } from '@aws-sdk/client-accessanalyzer';
import { type AccessAnalyzer } from '../../domain/resources/accessanalyzer/coverage.js';
import { text, time } from '../fields.js';

export function toAnalyzer(analyzer: AnalyzerSummary): AccessAnalyzer | null {
  if (analyzer.arn === undefined) return null;
  return {
    arn: analyzer.arn,
    name: analyzer.name ?? analyzer.arn,
    type: text(analyzer.type) ?? 'unknown',
    status: text(analyzer.status) ?? 'unknown',
    statusReason: text(analyzer.statusReason?.code),
    createdAt: time(analyzer.createdAt),
    tags: analyzer.tags ?? {},
  };
}
