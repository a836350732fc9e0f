import { z } from 'zod';
import { part } from '../../part.js';
import { resourceType } from '../../resource-type.js';
import { isoTime, settingArn, tags } from '../shared.js';

/** An analyzer as a region's setting shows it; a resource of its own too (analyzer). */
export const accessAnalyzerSchema = z.object({
  arn: z.string(),
  name: z.string(),
  /** `ACCOUNT` and `ORGANIZATION` look for access from outside; the others for unused or internal access. */
  type: z.string(),
  /** `ACTIVE`, `CREATING`, `DISABLED` or `FAILED`. */
  status: z.string(),
  statusReason: z.string().nullable(),
  createdAt: isoTime.nullable(),
  tags,
});
export type AccessAnalyzer = z.infer<typeof accessAnalyzerSchema>;

/** Whether access from outside is analyzed in a region: there is one such setting in each. */
export const accessAnalyzerCoverage = resourceType({
  type: 'AWS::AccessAnalyzer::Coverage',
  service: 'accessanalyzer',
  schema: z.object({ analyzers: part(z.array(accessAnalyzerSchema)) }),
  volatile: [],
  arn: (_coverage, at) => settingArn('access-analyzer', 'external-access-analysis', at),
  name: () => 'External access analysis',
  tags: () => ({}),
});

export type AccessAnalyzerCoverage = z.infer<typeof accessAnalyzerCoverage.schema>;
