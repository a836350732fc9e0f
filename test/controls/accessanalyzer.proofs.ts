import { type Answers, type ServiceProofs } from './proof.js';

const analyzers = (type: string): Answers => ({
  accessanalyzer: {
    listAnalyzers: {
      analyzers: [
        {
          arn: 'arn:aws:access-analyzer:eu-west-1:123456789012:analyzer/outside',
          name: 'outside',
          type,
          createdAt: new Date('2026-01-02T03:04:05Z'),
          lastResourceAnalyzed: 'arn:aws:s3:::reports',
          lastResourceAnalyzedAt: new Date('2026-02-02T03:04:05Z'),
          tags: {},
          status: 'ACTIVE',
        },
      ],
    },
  },
});

export const accessanalyzerProofs: ServiceProofs = {
  service: 'accessanalyzer',
  documented: {
    accessanalyzer_enabled: {
      source: 'https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ListAnalyzers.html',
      because: 'the emulator has no Access Analyzer',
      pass: analyzers('ACCOUNT'),
      fail: analyzers('ACCOUNT_UNUSED_ACCESS'),
    },
  },
};
