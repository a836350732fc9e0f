import type { Catcher, ChoiceRule, Machine, Program, StateDefinition } from './program.js';

/** A label's longest text: what is longer is for the definition to tell, not for its drawing. */
const MAX_LABEL = 60;

interface Edge {
  to: string;
  label: string;
  /** Of a Catch. */
  dashed: boolean;
}

/**
 * The definition as a Mermaid flowchart: machines within Parallel and Map as subgraphs, the ways of a Choice with their
 * conditions, those of a Catch dashed and with their errors. Ids are numbers of our own and every text stands quoted
 * with all that Mermaid, Markdown or HTML could read written as a number, so that no name can draw or run anything.
 * Mermaid itself refuses what is longer than its maxTextSize (50,000) or has more edges than its maxEdges (500).
 */
export function mermaid(program: Program): string {
  const drawing = new Drawing();
  drawing.machine(program, '  ');
  return `${['flowchart TD', ...drawing.lines, ...STYLES].join('\n')}\n`;
}

const STYLES = [
  '  classDef fails stroke:#b91c1c,color:#b91c1c',
  '  classDef start fill:#111827,stroke:#111827',
];

/** How Mermaid writes a box of the shape that a type has, around its label. */
const SHAPES: Readonly<Record<StateDefinition['Type'], readonly [string, string]>> = {
  Pass: ['(', ')'],
  Task: ['[', ']'],
  Choice: ['{', '}'],
  Wait: ['([', '])'],
  Succeed: ['([', '])'],
  Fail: ['[', ']:::fails'],
  Parallel: ['[', ']'],
  Map: ['[', ']'],
};

class Drawing {
  readonly lines: string[] = [];
  private count = 0;

  machine(machine: Machine, indent: string): void {
    const states = Object.entries(machine.States);
    const ids = new Map(states.map(([name]) => [name, this.nextId()]));
    const start = this.nextId();
    this.lines.push(`${indent}${start}((" ")):::start`);
    for (const [name, state] of states) this.state(name, state, ids.get(name) ?? '', indent);
    this.edge(start, ids.get(machine.StartAt), { to: '', label: '', dashed: false }, indent);
    for (const [name, state] of states) {
      for (const edge of edgesOf(state)) this.edge(ids.get(name), ids.get(edge.to), edge, indent);
    }
  }

  private state(name: string, state: StateDefinition, id: string, indent: string): void {
    const label = `"${escape(name)}<br/>${state.Type}"`;
    const machines = machinesOf(state);
    if (machines.length === 0) {
      const [open, close] = SHAPES[state.Type];
      this.lines.push(`${indent}${id}${open}${label}${close}`);
      return;
    }
    this.lines.push(`${indent}subgraph ${id}[${label}]`);
    for (const [position, machine] of machines.entries()) {
      this.lines.push(`${indent}  subgraph ${this.nextId()}["${titleOf(state, position)}"]`);
      this.machine(machine, `${indent}    `);
      this.lines.push(`${indent}  end`);
    }
    this.lines.push(`${indent}end`);
  }

  private edge(
    from: string | undefined,
    to: string | undefined,
    { label, dashed }: Edge,
    indent: string,
  ): void {
    if (from === undefined || to === undefined) return;
    const text = label === '' ? '' : `|"${escape(label)}"|`;
    this.lines.push(`${indent}${from} ${dashed ? '-.->' : '-->'}${text} ${to}`);
  }

  private nextId(): string {
    this.count += 1;
    return `n${this.count}`;
  }
}

function machinesOf(state: StateDefinition): readonly Machine[] {
  if (state.Type === 'Parallel') return state.Branches;
  if (state.Type !== 'Map') return [];
  const processor = state.ItemProcessor ?? state.Iterator;
  return processor === undefined ? [] : [processor];
}

const titleOf = (state: StateDefinition, position: number): string =>
  state.Type === 'Map' ? 'each item' : `branch ${position + 1}`;

function* edgesOf(state: StateDefinition): Generator<Edge> {
  if (state.Type === 'Choice') {
    for (const rule of state.Choices) {
      yield { to: rule.Next ?? '', label: conditionOf(rule), dashed: false };
    }
    if (state.Default !== undefined) yield { to: state.Default, label: 'otherwise', dashed: false };
  }
  if ('Next' in state && typeof state.Next === 'string') yield { to: state.Next, label: '', dashed: false };
  for (const { ErrorEquals, Next } of catchersOf(state)) {
    yield { to: Next, label: ErrorEquals.join(', '), dashed: true };
  }
}

const catchersOf = (state: StateDefinition): readonly Catcher[] =>
  'Catch' in state ? (state.Catch ?? []) : [];

/** A rule as one reads it: `$.a NumericEquals 5`, `(...) and (...)`, the text of a Condition. */
function conditionOf(rule: ChoiceRule): string {
  if (rule.Condition !== undefined) return String(rule.Condition).replace(/^\{%\s*|\s*%\}$/g, '');
  if (rule.And !== undefined) return joined(rule.And, ' and ');
  if (rule.Or !== undefined) return joined(rule.Or, ' or ');
  if (rule.Not !== undefined) return `not (${conditionOf(rule.Not)})`;
  const operator = Object.keys(rule).find((name) => !NO_OPERATORS.includes(name)) ?? '';
  return `${rule.Variable ?? ''} ${operator} ${JSON.stringify(rule[operator])}`;
}

const NO_OPERATORS = ['Variable', 'Next', 'Comment', 'Assign', 'Output'];

const joined = (rules: readonly ChoiceRule[], word: string): string =>
  rules.length === 1
    ? rules.map(conditionOf).join('')
    : rules.map((rule) => `(${conditionOf(rule)})`).join(word);

/** Letters, digits and little else stay; what nobody sees goes; the rest becomes `#code;`, as Mermaid writes entities. */
function escape(text: string): string {
  const characters = [...text.slice(0, 2 * MAX_LABEL + 1)];
  const cut = characters.length > MAX_LABEL ? [...characters.slice(0, MAX_LABEL - 1), '…'] : characters;
  return cut
    .map((character) => {
      if (/[\p{L}\p{N} ]/u.test(character)) return character;
      if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(character)) return ' ';
      return /[\p{Cf}\p{Cs}]/u.test(character) ? '' : `#${character.codePointAt(0) ?? 0};`;
    })
    .join('');
}
