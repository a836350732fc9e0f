import { describe, expect, it } from '@jest/globals';
import { parse } from '../../../asl/index.js';
import { workflows } from '../definitions/index.js';
import { forStepFunctions } from './for-step-functions.js';

const URL = 'https://sqs.eu-west-1.amazonaws.com/123456789012/tasks';
const body = { task: 'echo', 'input.$': '$', 'taskToken.$': '$$.Task.Token' };
const task = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { QueueUrl: '${TaskQueueUrl}', MessageBody: { ...body, ...more } },
  End: true,
});
const machine = (state: object) => ({ StartAt: 'A', States: { A: state } });
const visitIn = (definition: object): unknown =>
  JSON.stringify(definition).match(/"visit(?:\.\$)?":"(.*?)"[,}]/)?.[1];

describe('a definition for Step Functions', () => {
  it('has the queue of the deployment, and envelopes that say where they come from', () => {
    expect(forStepFunctions(machine(task()), { TaskQueueUrl: URL })).toEqual(
      machine({
        ...task(),
        Parameters: {
          QueueUrl: URL,
          MessageBody: {
            ...body,
            'executionId.$': '$$.Execution.Id',
            'visit.$': "States.Format('{} {}', $$.State.Name, $$.State.EnteredTime)",
          },
        },
      }),
    );
  });

  it('is completed in branches and items too', () => {
    const processor = machine({ Type: 'Parallel', Branches: [machine(task())], End: true });
    for (const field of ['ItemProcessor', 'Iterator']) {
      const inMap = machine({ Type: 'Map', [field]: processor, End: true });
      expect(visitIn(forStepFunctions(inMap, { TaskQueueUrl: URL }))).toContain('$$.State.EnteredTime');
    }
  });

  it('speaks JSONata where the state does', () => {
    const { Parameters: _, ...rest } = task();
    const Arguments = {
      QueueUrl: URL,
      MessageBody: { task: 'echo', taskToken: '{% $states.context.Task.Token %}' },
    };
    const filled = forStepFunctions({ QueryLanguage: 'JSONata', ...machine({ ...rest, Arguments }) }, {});
    expect(visitIn(filled)).toBe(
      "{% $states.context.State.Name & ' ' & $states.context.State.EnteredTime %}",
    );
    expect(parse(filled)).toHaveProperty('program');
  });

  it('keeps what the definition says itself, and leaves the definition as it was', () => {
    const given = machine(task({ 'visit.$': '$.mine' }));
    const text = JSON.stringify(given);
    expect(visitIn(forStepFunctions(given, { TaskQueueUrl: URL }))).toBe('$.mine');
    expect(JSON.stringify(given)).toBe(text);
  });

  it('is refused where a placeholder has no value', () => {
    expect(() => forStepFunctions(machine(task()), {})).toThrow('${TaskQueueUrl}');
  });

  it.each(workflows.map(({ workflowType, program }) => [workflowType, program] as const))(
    'is valid, of %s',
    (_, program) => {
      expect(parse(forStepFunctions(program, { TaskQueueUrl: URL }))).toHaveProperty('program');
    },
  );
});
