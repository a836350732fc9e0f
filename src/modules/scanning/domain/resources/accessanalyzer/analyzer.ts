import { resourceType } from '../../resource-type.js';
import { accessAnalyzerSchema } from './coverage.js';

export const accessAnalyzerAnalyzer = resourceType({
  type: 'AWS::AccessAnalyzer::Analyzer',
  service: 'accessanalyzer',
  schema: accessAnalyzerSchema,
  volatile: [],
  arn: (analyzer) => analyzer.arn,
  name: (analyzer) => analyzer.name,
  tags: (analyzer) => analyzer.tags,
});
