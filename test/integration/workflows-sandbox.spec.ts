import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { definitionLimits } from '../../src/modules/workflows/local/definition-limits.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { EVIL_TEXT, jsonata, ownWorkflows } from '../support/own-workflows.js';
import { TestWorkflowsModule } from '../support/workflows.js';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({}, [TestWorkflowsModule]);
});
afterAll(() => app.close());

const byFilter = (filter: string) => ({
  StartAt: 'Only',
  States: { Only: { Type: 'Pass', InputPath: `$.parameters.list[?(${filter})]`, End: true } },
});
/** Doubles a text `n` times. */
const doubled = (text: string, n: number) =>
  `($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f("${text}", ${n}))`;

interface Attack {
  what: string;
  definition: object;
  parameters?: object;
  error: string;
  cause: RegExp;
}
const QUERY = 'States.QueryEvaluationError';
const MEMORY = /used more than 128 MB of memory/;
const RUNTIME = 'States.Runtime';
const attacks: Attack[] = [
  {
    what: 'an endless loop',
    definition: jsonata('($f := function($n) { $f($n + 1) }; $f(1))'),
    ...{ error: QUERY, cause: /Expression evaluation timeout: Check for infinite loop/ },
  },
  {
    what: 'endless recursion',
    definition: jsonata('($f := function($n) { 1 + $f($n + 1) }; $f(1))'),
    ...{ error: QUERY, cause: /Stack overflow error/ },
  },
  {
    what: 'a regular expression that never ends',
    definition: jsonata(`$match("${EVIL_TEXT}", /^(a+)+$/)`),
    ...{ error: RUNTIME, cause: /computed for more than 2 s/ },
  },
  {
    what: 'such a one in a filter of JSONPath',
    definition: byFilter('@.x =~ /^(a+)+$/'),
    parameters: { list: [{ x: EVIL_TEXT }] },
    ...{ error: RUNTIME, cause: /computed for more than 2 s/ },
  },
  {
    what: 'a text of a billion characters',
    definition: jsonata('$pad("x", 1000000000)'),
    ...{ error: QUERY, cause: /./ },
  },
  {
    what: 'an array of millions of texts',
    definition: jsonata(`$split(${doubled('word,', 24)}, ",")`),
    ...{ error: RUNTIME, cause: MEMORY },
  },
  {
    what: 'many large texts',
    definition: jsonata(
      `($s := ${doubled('x', 24)}; $map([1..500], function($n) { $uppercase($s & $n) }) ~> $count())`,
    ),
    ...{ error: RUNTIME, cause: MEMORY },
  },
  {
    what: 'a range of ten million',
    definition: jsonata('[1..10000000]'),
    ...{ error: QUERY, cause: /memory limit exceeded/ },
  },
  {
    what: 'a value nested a hundred thousand times',
    definition: jsonata('($f := function($a, $n) { $n = 0 ? $a : $f({"a": $a}, $n - 1) }; $f(1, 100000))'),
    ...{ error: QUERY, cause: /./ },
  },
  {
    what: 'states without end',
    definition: {
      StartAt: 'A',
      States: {
        A: { Type: 'Choice', Choices: [{ Variable: '$.end', IsPresent: true, Next: 'End' }], Default: 'B' },
        B: { Type: 'Pass', Next: 'A' },
        End: { Type: 'Succeed' },
      },
    },
    ...{ error: RUNTIME, cause: /maximum number of history events/ },
  },
  {
    what: 'more than there may be of it at once',
    definition: {
      StartAt: 'Each',
      States: {
        Each: {
          Type: 'Map',
          ItemsPath: '$.parameters.list',
          ItemProcessor: {
            StartAt: 'One',
            States: {
              One: {
                Type: 'Task',
                Resource: 'arn:aws:lambda:us-east-1:123456789012:function:test-echo',
                Parameters: { 'all.$': '$$.Execution.Input' },
                End: true,
              },
            },
          },
          End: true,
        },
      },
    },
    parameters: { list: Array.from({ length: 2_000 }, () => 'x'.repeat(100)) },
    ...{ error: RUNTIME, cause: /larger than 16 MB/ },
  },
];

describe('an attack', () => {
  let attacker: Awaited<ReturnType<typeof ownWorkflows>>;
  beforeAll(async () => {
    attacker = await ownWorkflows(app, 'attacker');
    await attacker.run('warm-up', jsonata('1'));
  });

  it.each(attacks)('by $what fails its execution, and nobody waits for it', async (attack) => {
    const { what, definition, parameters, error, cause } = attack;
    const type = `attack-by-${what.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}`.slice(0, 60);
    const watch = watchHealth();
    const given = definitionLimits.stepMs;
    // a machine that is busy may not have come to 128 MB when the usual two seconds are over
    if (cause === MEMORY) definitionLimits.stepMs = 30_000;
    const ended = await attacker
      .run(type, definition, parameters)
      .then(({ executionArn }) => attacker.until(executionArn, 'FAILED'))
      .finally(() => {
        watch.stop();
        definitionLimits.stepMs = given;
      });
    expect(ended).toMatchObject({ error, cause: expect.stringMatching(cause) as unknown });
    const times = await watch.times;
    // a machine that is busy has pauses of its own; who is held up by an attack is so for seconds, and all the time
    expect(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(100);
    expect(Math.max(...times)).toBeLessThan(2_000);
  });

  it('leaves a history, and goes no further when it is redriven', async () => {
    const definition = jsonata(`$match("${EVIL_TEXT}", /^(a+)+$/)`);
    const { executionArn } = await attacker.run('redriven', definition);
    await attacker.until(executionArn, 'FAILED');
    const history = await attacker.ask<{ events: Record<string, unknown>[] }>(
      'GET',
      `/${executionArn}/history`,
    );
    expect(history.body.result.events).toMatchObject([
      { id: 1, type: 'ExecutionStarted' },
      { id: 2, type: 'ExecutionFailed', executionFailedEventDetails: { error: RUNTIME } },
    ]);
    expect((await attacker.ask('POST', `/${executionArn}/redrive`)).status).toBeLessThan(300);
    await sleep(200);
    expect(await attacker.until(executionArn, 'FAILED')).toMatchObject({ error: RUNTIME });
  });

  it('in a check is a problem of the definition', async () => {
    const expressions = Array.from({ length: 85_000 }, (_, n) => `{%$${(n + 40_000).toString(36)}%}`);
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'A',
      States: { A: { Type: 'Pass', Output: expressions, End: true } },
    };
    // a fast machine checks it in less than the five seconds that it has
    const given = definitionLimits.checkMs;
    definitionLimits.checkMs = 1_000;
    const { status, body } = await attacker
      .ask('POST', '/definitions/validate', { definition })
      .finally(() => (definitionLimits.checkMs = given));
    expect([status, body.result]).toMatchObject([
      200,
      {
        valid: false,
        problems: [{ pointer: '', message: expect.stringContaining('too complicated') as unknown }],
      },
    ]);
  });
});

/** How long /health takes to answer, asked again and again until it is stopped. */
function watchHealth(): { times: Promise<number[]>; stop: () => void } {
  let isOver = false;
  const watch = async () => {
    const times: number[] = [];
    while (!isOver) {
      const began = performance.now();
      const { status } = await fetch(`${app.url}/health/live`);
      if (status !== 200) throw new Error(`it answers ${status}`);
      times.push(performance.now() - began);
      await sleep(10);
    }
    return times;
  };
  return { times: watch(), stop: () => (isOver = true) };
}

describe('an expression', () => {
  let curious: Awaited<ReturnType<typeof ownWorkflows>>;
  let number = 0;
  const outcome = async (expression: string) => {
    const { executionArn } = await curious.run(`curious-n${(number += 1)}`, jsonata(expression));
    await curious.until(executionArn, 'SUCCEEDED').catch(() => undefined);
    return curious.status(executionArn);
  };
  beforeAll(async () => {
    curious = await ownWorkflows(app, 'curious');
  });

  it.each([
    ['the constructor of a text', '($s := "x"; [$s.constructor])'],
    ['the constructor of a function', '[$string.constructor]'],
    ['the constructor of a list', '[[].constructor]'],
    ['the prototype of an object', '[{}.__proto__]'],
    ['the prototype of a function', '[$string.implementation, $string.__proto__, $string.prototype]'],
    ['what a function of its own holds', '($f := function($x) { $x }; [$f.environment, $f.body, $f.input])'],
    ['names of the process', '[$process, $globalThis, $require, $Function, $this]'],
    ['what each evaluation brings', '[$lookup($states, "constructor"), $lookup($states, "__proto__")]'],
  ])('finds nothing at %s', async (_, expression) => {
    expect(await outcome(expression)).toMatchObject({ status: 'SUCCEEDED', output: [] });
  });

  it('calls no constructor', async () => {
    const { executionArn } = await curious.run('calls', jsonata('$string.constructor("return process")()'));
    expect(await curious.until(executionArn, 'FAILED')).toMatchObject({ error: QUERY });
    const evaluated = await curious.run('evaluates', jsonata('$eval("1 + 1")'));
    expect(await curious.until(evaluated.executionArn, 'FAILED')).toMatchObject({ error: QUERY });
  });

  it('leaves nothing behind for the next one', async () => {
    const polluting = [
      '$merge([{"__proto__": {"spoilt": 1}}, {"constructor": {"prototype": {"spoilt": 1}}}])',
      '{"a": {"b": 1}} ~> |a|{"__proto__": {"spoilt": 1}, "toString": 1}|',
      '$each({"__proto__": {"spoilt": 1}}, function($v, $k) { {$k: $v} })',
    ];
    for (const expression of polluting)
      expect(await outcome(expression)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await outcome('($s := "x"; [{}.spoilt, [].spoilt, $s.spoilt, $string({})])')).toMatchObject({
      output: ['{}'],
    });
  });

  it('gives no promise, and none that never ends', async () => {
    expect(await outcome('{"then": function($done) { $done(1) }, "x": 1}')).toMatchObject({
      output: { x: 1 },
    });
    expect(await outcome('{"then": 1}')).toMatchObject({ output: { then: 1 } });
  });
});
