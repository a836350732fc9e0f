import { describe, expect, it } from '@jest/globals';
import type { Program } from '../program.js';
import { begin, lambda, only } from '../stepping.fixture.js';

const map = (processor: object, fields: object = {}, config: object = {}): Program =>
  only({ Type: 'Map', ItemProcessor: { ...only(processor), ProcessorConfig: config }, ...fields });
const DISTRIBUTED = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };

describe('Map', () => {
  it('runs no more than MaxConcurrency at once, and begins the next as one ends', async () => {
    const execution = await begin(map(lambda(), { MaxConcurrency: 2 }), [1, 2, 3, 4]);
    const begun = execution.tasks.map(({ id, input }) => ({ id, input }));
    expect(begun.map(({ input }) => input)).toEqual([1, 2]);
    for (let next = begun.shift(); next; next = begun.shift()) {
      await execution.send({ type: 'task-succeeded', id: next.id, output: Number(next.input) * 10 });
      expect(execution.tasks.length).toBeLessThanOrEqual(1);
      begun.push(...execution.tasks.map(({ id, input }) => ({ id, input })));
    }
    expect(execution.end?.output).toEqual([10, 20, 30, 40]);
  });

  it('runs 40 at once inline where nothing limits it', async () => {
    const items = Array.from({ length: 100 }, (_, i) => i);
    expect((await begin(map(lambda()), items)).tasks).toHaveLength(40);
    expect((await begin(map(lambda(), {}, DISTRIBUTED), items)).tasks).toHaveLength(100);
  });

  it('gives an iteration its item by ItemSelector, in either language', async () => {
    const selector = { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'of.$': '$.name' };
    const byPath = { ItemsPath: '$.items', ItemSelector: selector };
    const expected = [
      { i: 0, v: 'x', of: 'n' },
      { i: 1, v: 'y', of: 'n' },
    ];
    const input = { name: 'n', items: ['x', 'y'] };
    expect((await begin(map({ Type: 'Pass' }, byPath), input)).end?.output).toEqual(expected);
    const byExpression = {
      QueryLanguage: 'JSONata',
      Items: '{% $states.input.items %}',
      ItemSelector: {
        i: '{% $states.context.Map.Item.Index %}',
        v: '{% $states.context.Map.Item.Value %}',
        of: '{% $states.input.name %}',
      },
    };
    expect((await begin(map({ Type: 'Pass' }, byExpression), input)).end?.output).toEqual(expected);
  });

  it('runs over the fields of an object', async () => {
    const execution = await begin(map({ Type: 'Pass' }, { ItemsPath: '$.o' }), { o: { a: 1, b: 2 } });
    expect(execution.end?.output).toEqual([
      { Key: 'a', Value: 1 },
      { Key: 'b', Value: 2 },
    ]);
  });

  it('says where its items are none', async () => {
    const execution = await begin(map({ Type: 'Pass' }, { ItemsPath: '$.o' }), { o: 3 });
    expect(execution.end).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining('Reference path "$.o" must point to array.'),
    });
  });

  it('aborts the other iterations when one fails', async () => {
    const execution = await begin(map(lambda(), { MaxConcurrency: 3 }), [1, 2, 3, 4]);
    const [first, second, third] = execution.tasks;
    await execution.send({ type: 'task-failed', id: second?.id ?? '', error: 'E' });
    expect(execution.cancelled).toEqual([first?.id, third?.id]);
    expect(execution.types().slice(-9)).toEqual([
      'LambdaFunctionFailed',
      'TaskStateAborted',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  describe('distributed', () => {
    const input = [1, 2, 3, 4];
    const play = async (fields: object, fails: number[]) => {
      const execution = await begin(map(lambda(), fields, DISTRIBUTED), input);
      for (const { id, input: item } of execution.tasks)
        if (!execution.end)
          await execution.send(
            fails.includes(item as number)
              ? { type: 'task-failed', id, error: 'E', cause: 'c' }
              : { type: 'task-succeeded', id, output: item },
          );
      return execution;
    };

    it('tells of the Map Run, not of what its children do', async () => {
      const execution = await play({}, []);
      expect(execution.types()).toEqual([
        'ExecutionStarted',
        'MapStateEntered',
        'MapStateStarted',
        'MapRunStarted',
        'MapRunSucceeded',
        'MapStateSucceeded',
        'MapStateExited',
        'ExecutionSucceeded',
      ]);
      expect(execution.history[3]).toMatchObject({
        mapRunStartedEventDetails: {
          mapRunArn: expect.stringMatching(
            /^arn:aws:states:eu-west-1:123456789012:mapRun:machine\/[0-9a-f-]{36}:[0-9a-f-]{36}$/,
          ),
        },
      });
    });

    it.each([
      ['ToleratedFailureCount', 1, [2], true],
      ['ToleratedFailureCount', 1, [2, 3], false],
      ['ToleratedFailurePercentage', 50, [1, 2], true],
      ['ToleratedFailurePercentage', 49, [1, 2], false],
      ['MaxConcurrency', 0, [4], false],
    ])('%s %d with %j failing: %s', async (field, value, fails, isBorne) => {
      const execution = await play({ [field]: value }, fails);
      if (isBorne) {
        expect(execution.end?.output).toEqual(input.filter((item) => !fails.includes(item)));
        return;
      }
      expect(execution.end).toMatchObject({
        status: 'FAILED',
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      });
      expect(execution.types(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
    });

    it('is an execution of its own for its states', async () => {
      const inside = {
        Type: 'Pass',
        Parameters: { 'id.$': '$$.Execution.Id', 'in.$': '$$.Execution.Input' },
      };
      const execution = await begin(map(inside, {}, DISTRIBUTED), ['x']);
      expect(execution.end?.output).toEqual([
        {
          id: expect.stringMatching(/:execution:machine\/[0-9a-f-]{36}:[0-9a-f-]{36}$/),
          in: 'x',
        },
      ]);
    });
  });

  describe('ItemBatcher', () => {
    const batches = async (ItemBatcher: object, fields: object = {}) =>
      (
        await begin(map({ Type: 'Pass' }, { ItemsPath: '$.items', ItemBatcher, ...fields }, DISTRIBUTED), {
          n: 'n',
          items: ['aa', 'bb', 'cc', 'dd', 'ee'],
        })
      ).end?.output;

    it('makes batches of so many items', async () => {
      expect(await batches({ MaxItemsPerBatch: 2 })).toEqual([
        { Items: ['aa', 'bb'] },
        { Items: ['cc', 'dd'] },
        { Items: ['ee'] },
      ]);
    });

    it('makes batches of so many bytes, with what BatchInput adds', async () => {
      const batcher = { MaxInputBytesPerBatch: 47, BatchInput: { 'all.$': '$.n' } };
      expect(await batches(batcher)).toEqual([
        { BatchInput: { all: 'n' }, Items: ['aa', 'bb'] },
        { BatchInput: { all: 'n' }, Items: ['cc', 'dd'] },
        { BatchInput: { all: 'n' }, Items: ['ee'] },
      ]);
    });

    it('selects each item before', async () => {
      const fields = { ItemSelector: { 'v.$': '$$.Map.Item.Value' } };
      expect(await batches({ MaxItemsPerBatch: 9 }, fields)).toEqual([
        { Items: ['aa', 'bb', 'cc', 'dd', 'ee'].map((v) => ({ v })) },
      ]);
    });
  });
});
