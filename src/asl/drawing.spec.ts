import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mermaid } from './drawing.js';
import { parse } from './parse/index.js';

function drawn(definition: unknown): string {
  const parsed = parse(definition);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return mermaid(parsed.program);
}

const linesOf = (definition: unknown): string[] =>
  drawn(definition)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const end = { Type: 'Pass', End: true };
const branch = (name: string) => ({ StartAt: name, States: { [name]: end } });

describe('a definition as a Mermaid flowchart', () => {
  it('leads from the start through the states', () => {
    const States = { A: { Type: 'Wait', Seconds: 1, Next: 'B' }, B: { Type: 'Fail' } };
    expect(drawn({ StartAt: 'A', States: { ...States, A: { ...States.A } } })).toBe(
      [
        'flowchart TD',
        '  n3((" ")):::start',
        '  n1(["A<br/>Wait"])',
        '  n2["B<br/>Fail"]:::fails',
        '  n3 --> n1',
        '  n1 --> n2',
        '  classDef fails stroke:#b91c1c,color:#b91c1c',
        '  classDef start fill:#111827,stroke:#111827',
        '',
      ].join('\n'),
    );
  });

  it('says on the ways of a Choice what it takes', () => {
    const compares = { Variable: '$.a', NumericEquals: 5 };
    const Choices = [
      { ...compares, Comment: 'c', Next: 'A' },
      { And: [compares, { Not: { Variable: '$.b', IsPresent: true } }], Next: 'B' },
      { Or: [{ Variable: '$.c', StringEqualsPath: '$d' }], Next: 'A' },
    ];
    const States = { C: { Type: 'Choice', Choices, Default: 'B' }, A: end, B: end };
    const lines = linesOf({ StartAt: 'C', States });
    expect(lines).toContain('n1{"C<br/>Choice"}');
    expect(lines).toContain('n1 -->|"#36;#46;a NumericEquals 5"| n2');
    expect(lines).toContain(
      'n1 -->|"#40;#36;#46;a NumericEquals 5#41; and #40;not #40;#36;#46;b IsPresent true#41;#41;"| n3',
    );
    expect(lines).toContain('n1 -->|"#36;#46;c StringEqualsPath #34;#36;d#34;"| n2');
    expect(lines).toContain('n1 -->|"otherwise"| n3');
  });

  it('says in JSONata the condition without its brackets', () => {
    const Choices = [{ Condition: '{% $x %}', Next: 'A' }];
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'C',
      States: { C: { Type: 'Choice', Choices }, A: end },
    };
    expect(linesOf(definition)).toContain('n1 -->|"#36;x"| n2');
  });

  it('draws a Catch dashed, with its errors', () => {
    const caught = [{ ErrorEquals: ['My.Error', 'States.Timeout'], Next: 'B' }];
    const States = {
      A: { Type: 'Task', Resource: 'arn:aws:states:::a:b', Catch: caught, End: true },
      B: end,
    };
    expect(linesOf({ StartAt: 'A', States })).toContain('n1 -.->|"My#46;Error#44; States#46;Timeout"| n2');
  });

  it('draws Parallel and Map around what they hold', () => {
    const States = {
      P: { Type: 'Parallel', Branches: [branch('X'), branch('Y')], Next: 'M' },
      M: { Type: 'Map', Iterator: branch('Z'), End: true },
    };
    expect(linesOf({ StartAt: 'P', States }).slice(2, -2)).toEqual([
      'subgraph n1["P<br/>Parallel"]',
      'subgraph n4["branch 1"]',
      'n6((" ")):::start',
      'n5("X<br/>Pass")',
      'n6 --> n5',
      'end',
      'subgraph n7["branch 2"]',
      'n9((" ")):::start',
      'n8("Y<br/>Pass")',
      'n9 --> n8',
      'end',
      'end',
      'subgraph n2["M<br/>Map"]',
      'subgraph n10["each item"]',
      'n12((" ")):::start',
      'n11("Z<br/>Pass")',
      'n12 --> n11',
      'end',
      'end',
      'n3 --> n1',
      'n1 --> n2',
    ]);
  });

  it('cuts what is too long for a label', () => {
    const name = 'x'.repeat(70);
    expect(linesOf(branch(name))).toContain(`n1("${'x'.repeat(59)}#8230;<br/>Pass")`);
  });

  const LABEL = String.raw`"(?:[\p{L}\p{N} ]|#\d+;)*(?:<br/>\w+)?"`;
  const LINE = new RegExp(
    [
      'flowchart TD',
      String.raw`classDef \w+ [\w:#,]+`,
      'end',
      String.raw`subgraph n\d+\[${LABEL}\]`,
      String.raw`n\d+(?:\(\(${LABEL}\)\)|\(\[${LABEL}\]\)|\(${LABEL}\)|\[${LABEL}\]|\{${LABEL}\})(?::::\w+)?`,
      String.raw`n\d+ (?:-->|-\.->)(?:\|${LABEL}\|)? n\d+`,
    ]
      .map((form) => `^${form}$`)
      .join('|'),
    'u',
  );

  const hostile = fc.oneof(
    fc.constantFrom(
      '"]\nclick n1 call alert(1)',
      '<img src=x onerror=alert(1)>',
      '`**x**`',
      'end',
      '%%{init: {}}%%',
    ),
    fc.constantFrom(
      '__proto__',
      'constructor',
      '#quot;',
      '|"x"|',
      '\u202Egnp',
      '\u2028subgraph',
      '🚀'.repeat(40),
    ),
    fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }),
    fc.string({ minLength: 1, maxLength: 80 }),
  );

  it('lets no name, error or condition be anything but text', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, error, value) => {
        fc.pre(name !== 'C' && name !== 'T' && name.trim() !== '' && [...name].length <= 80);
        const task = { Type: 'Task', Resource: 'arn:aws:states:::a:b', Next: 'C' };
        const definition = `{"StartAt":"T","States":{
          "T":${JSON.stringify({ ...task, Catch: [{ ErrorEquals: [error], Next: name }] })},
          "C":${JSON.stringify({ Type: 'Choice', Choices: [{ Variable: '$.a', StringEquals: value, Next: name }] })},
          ${JSON.stringify(name)}:{"Type":"Map","End":true,"ItemProcessor":${JSON.stringify(branch('I' + 'nner'))}}}}`;
        fc.pre(error !== 'States.ALL' && name !== 'Inner');
        for (const line of linesOf(definition)) expect(line).toMatch(LINE);
      }),
      { numRuns: 500 },
    );
  });

  it('draws as many states as fit into a definition', () => {
    const names = Array.from({ length: 20_000 }, (_, number) => `S${number}`);
    const States = Object.fromEntries(
      names.map((name, at) => [name, at + 1 < names.length ? { Type: 'Pass', Next: names[at + 1] } : end]),
    );
    expect(linesOf({ StartAt: 'S0', States })).toHaveLength(40_004);
  });
});
