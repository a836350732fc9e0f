import { control, fail, pass } from '../../control.js';
import { accessAnalyzerCoverage } from '../../resources/accessanalyzer/coverage.js';

/**
 * Analyzers of unused and of internal access say nothing about access from outside.
 * docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AnalyzerSummary.html
 */
const EXTERNAL = new Set(['ACCOUNT', 'ORGANIZATION']);

export const enabled = control({
  id: 'accessanalyzer_enabled',
  on: accessAnalyzerCoverage,
  severity: 'low',
  class: 'security',
  title: 'No analyzer looks for access from outside in the region',
  risk: 'A policy that lets in another account or the whole world is found by nobody until it is used.',
  remediation: {
    text: 'Create an external access analyzer for the account or the organization in each region.',
    steps: ['access-analyzer CreateAnalyzer of type ACCOUNT, or ORGANIZATION in the administrator’s account'],
    url: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html',
  },
  needs: ['analyzers'],
  decide: ({ analyzers }) => {
    const evidence = { analyzers: analyzers.map(({ name, type, status }) => ({ name, type, status })) };
    return analyzers.some(({ type, status }) => EXTERNAL.has(type) && status === 'ACTIVE')
      ? pass(evidence)
      : fail(evidence);
  },
});
