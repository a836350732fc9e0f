import { z } from 'zod';
import { call, MARK, MARK_TAG } from '../../call.js';
import { change, fix, nothing, read, refuse } from '../../fix.js';

const NAME = 'shepherd-external-access';

/** docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CreateAnalyzer.html */
export const createAnalyzer = fix({
  controls: ['accessanalyzer_enabled'],
  type: 'AWS::AccessAnalyzer::Coverage',
  title: 'Create an analyzer of access from outside',
  reads: {
    analyzers: read(
      'accessanalyzer',
      'ListAnalyzers',
      z.object({
        analyzers: z.array(z.object({ name: z.string(), type: z.string(), status: z.string() })).default([]),
      }),
      () => ({}),
    ),
  },
  actions: [
    ...['access-analyzer:CreateAnalyzer', 'access-analyzer:DeleteAnalyzer', 'access-analyzer:TagResource'],
    'iam:CreateServiceLinkedRole',
  ],
  plan: ({ state: { analyzers: listed } }) => {
    const external = listed.analyzers.filter(({ type }) => type === 'ACCOUNT' || type === 'ORGANIZATION');
    const [first] = external;
    if (external.some(({ status }) => status === 'ACTIVE')) return nothing('There is an active analyzer');
    if (first !== undefined)
      return refuse(
        `There is the analyzer ${first.name}, which is ${first.status}: see why, or delete it first`,
      );
    if (listed.analyzers.some(({ name }) => name === NAME))
      return refuse(`There is an analyzer ${NAME} of another kind: delete or rename it first`);
    return change(
      `${NAME} will look for policies that let in somebody outside of the account; it costs nothing`,
      [
        call(
          'accessanalyzer',
          'CreateAnalyzer',
          { analyzerName: NAME, type: 'ACCOUNT', tags: { [MARK_TAG]: MARK } },
          { token: 'clientToken', done: ['Conflict'] },
        ),
      ],
    );
  },
  restore: () => [
    call('accessanalyzer', 'DeleteAnalyzer', { analyzerName: NAME }, { done: ['ResourceNotFound'] }),
  ],
});
