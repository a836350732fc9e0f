import { parse, type Problem } from './index.js';

/** For the specs beside: definitions of one state, and what parse() says of them. */
export const problemsOf = (definition: unknown): Problem[] => {
  const parsed = parse(definition);
  return 'problems' in parsed ? parsed.problems : [];
};

/** `pointer CODE`, the code left out where it is the usual one. */
export const found = (definition: unknown): string[] =>
  problemsOf(definition).map(({ pointer, code }) =>
    code === 'SCHEMA_VALIDATION_FAILED' ? pointer : `${pointer} ${code}`,
  );

export const messages = (definition: unknown): string[] =>
  problemsOf(definition).map(({ message }) => message);

export type Language = 'JSONPath' | 'JSONata';

/** A definition with the one state S, and End where it may leave. */
export function only(state: Record<string, unknown>, language: Language = 'JSONPath') {
  const leaves = !['Choice', 'Succeed', 'Fail'].includes(String(state['Type']));
  const ends = leaves && !Object.hasOwn(state, 'Next') && !Object.hasOwn(state, 'End');
  return { QueryLanguage: language, StartAt: 'S', States: { S: ends ? { ...state, End: true } : state } };
}

export const inJsonata = (state: Record<string, unknown>) => only(state, 'JSONata');

export const RESOURCE = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
export const task = (fields: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: RESOURCE,
  ...fields,
});

/** A machine of one Pass state. */
export const branch = (name = 'Inner', fields: Record<string, unknown> = {}) => ({
  StartAt: name,
  States: { [name]: { Type: 'Pass', End: true, ...fields } },
});

export const map = (fields: Record<string, unknown> = {}) => ({
  Type: 'Map',
  ItemProcessor: branch(),
  ...fields,
});

export const distributed = (fields: Record<string, unknown> = {}) =>
  map({
    ItemProcessor: { ...branch(), ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    ...fields,
  });

/** A Choice state C with the rules, and the states A and B to lead to. */
export const choosing = (rules: unknown, language: Language = 'JSONPath') => ({
  QueryLanguage: language,
  StartAt: 'C',
  States: {
    C: { Type: 'Choice', Choices: rules, Default: 'B' },
    A: { Type: 'Pass', Next: 'B' },
    B: { Type: 'Succeed' },
  },
});
