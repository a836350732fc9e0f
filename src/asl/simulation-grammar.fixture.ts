import type { Machine, Program, QueryLanguage, StateDefinition } from './program.js';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export class Chance {
  constructor(private at: number) {}

  next(): number {
    this.at = (this.at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.at ^ (this.at >>> 15), 1 | this.at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** True so often. */
  is(share: number): boolean {
    return this.next() < share;
  }

  of<T>(all: readonly [T, ...T[]]): T {
    return all[this.below(all.length)] ?? all[0];
  }
}

/** Every state's input is an object with these, so that each can read them; each state adds a field of its own. */
export const INPUT = { n: 3, items: [1, 2, 3] };

const DEPTH = 3;
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:work';
const TOKEN = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';
/** Longer than any task takes that ends by itself. */
const TIMEOUT_SECONDS = 10;

type Fields = Record<string, unknown>;

/** A random definition that parse() accepts: all types of states, nested, in both query languages. */
export function randomProgram(chance: Chance): Program {
  const language = chance.is(0.15) ? 'JSONata' : undefined;
  return {
    ...new Grammar(chance, language).machine(DEPTH, []),
    ...(language && { QueryLanguage: language }),
    ...(chance.is(0.05) && { TimeoutSeconds: 4 + chance.below(8) }),
  };
}

class Grammar {
  private named = 0;

  constructor(
    private readonly chance: Chance,
    private readonly all: QueryLanguage | undefined,
  ) {}

  /** @param variables that have a value wherever this machine may be */
  machine(depth: number, variables: readonly string[]): Machine {
    const names = Array.from({ length: 1 + this.chance.below(3) }, () => this.name('S'));
    const states: Record<string, StateDefinition> = {};
    const known = [...variables];
    names.forEach((name, i) => Object.assign(states, this.state(name, names[i + 1], { depth, known })));
    return { StartAt: names[0] ?? '', States: states };
  }

  private name(kind: string): string {
    return `${kind}${++this.named}`;
  }

  private state(name: string, next: string | undefined, at: Place): Record<string, StateDefinition> {
    const { chance } = this;
    const isData = this.all === 'JSONata' || chance.is(0.2);
    const language = isData && this.all === undefined ? { QueryLanguage: 'JSONata' } : {};
    const go = next === undefined ? { End: true } : { Next: next };
    const kinds = at.depth > 1 ? KINDS : KINDS.slice(0, 8);
    const kind = chance.of(kinds as [string, ...string[]]);
    const made = (Type: string, fields: Fields) => ({ [name]: stateOf({ Type, ...language, ...fields }) });
    switch (kind) {
      case 'task':
        return made('Task', {
          ...this.task(isData),
          ...this.recovery(name, next, isData),
          ...adds(name, isData),
          ...go,
        });
      case 'wait':
        return made('Wait', { ...this.wait(isData), ...go });
      case 'end':
        if (next !== undefined || chance.is(0.5)) break;
        return chance.is(0.5) ? made('Succeed', {}) : made('Fail', FAILURE);
      case 'choice':
        if (next === undefined) break;
        return { ...made('Choice', this.choice(next, name, isData)), ...this.aside(`${name}Aside`, next) };
      case 'parallel': {
        const Branches = Array.from({ length: 2 + chance.below(2) }, () =>
          this.machine(at.depth - 1, at.known),
        );
        return made('Parallel', {
          Branches,
          ...this.recovery(name, next, isData),
          ...adds(name, isData),
          ...go,
        });
      }
      case 'map':
        return made('Map', {
          ...this.map(at, isData),
          ...this.recovery(name, next, isData),
          ...adds(name, isData),
          ...go,
        });
    }
    return made('Pass', { ...this.pass(name, at, isData), ...go });
  }

  private task(isData: boolean): Fields {
    const { chance } = this;
    const [read, field] = isData ? ['{% $states.input.n %}', 'Arguments'] : ['$.n', 'Parameters'];
    const v = isData ? 'v' : 'v.$';
    const timeout = {
      ...(chance.is(0.5) && { TimeoutSeconds: TIMEOUT_SECONDS }),
      ...(chance.is(0.3) && { HeartbeatSeconds: TIMEOUT_SECONDS - 2 }),
    };
    if (chance.is(0.6)) return { Resource: FUNCTION, [field]: { [v]: read }, ...timeout };
    const token = isData
      ? { taskToken: '{% $states.context.Task.Token %}' }
      : { 'taskToken.$': '$$.Task.Token' };
    const body = { QueueUrl: 'queue', MessageBody: { task: 'work', input: { [v]: read }, ...token } };
    return { Resource: TOKEN, [field]: body, ...timeout };
  }

  private recovery(name: string, next: string | undefined, isData: boolean): Fields {
    const { chance } = this;
    const retrier = {
      ErrorEquals: chance.of([['Flaky'], ['States.TaskFailed'], ['States.ALL'], ['States.Timeout']]),
      IntervalSeconds: 1 + chance.below(3),
      MaxAttempts: 1 + chance.below(3),
      ...(chance.is(0.3) && { MaxDelaySeconds: 4 }),
    };
    const caught = isData
      ? { Output: `{% $merge([$states.input, {"${name}": $states.errorOutput.Error}]) %}` }
      : { ResultPath: `$.${name}` };
    const catcher = { ErrorEquals: chance.of([['Broken'], ['States.ALL']]), ...caught, Next: next };
    return {
      ...(chance.is(0.5) && { Retry: [retrier] }),
      ...(next !== undefined && chance.is(0.4) && { Catch: [catcher] }),
    };
  }

  private wait(isData: boolean): Fields {
    const seconds = 1 + this.chance.below(5);
    if (this.chance.is(0.2)) return { Timestamp: `2026-01-01T00:00:0${seconds}Z` };
    if (this.chance.is(0.6)) return { Seconds: seconds };
    return isData ? { Seconds: '{% $states.input.n %}' } : { SecondsPath: '$.n' };
  }

  private choice(next: string, name: string, isData: boolean): Fields {
    const limit = this.chance.below(4);
    const rule = isData
      ? { Condition: `{% $states.input.n > ${limit} %}` }
      : { Variable: '$.n', NumericGreaterThan: limit };
    return { Choices: [{ ...rule, Next: next }], Default: `${name}Aside` };
  }

  private aside(name: string, next: string): Record<string, StateDefinition> {
    return { [name]: { Type: 'Pass', Next: next } };
  }

  private pass(name: string, { known }: Place, isData: boolean): Fields {
    const { chance } = this;
    const variable = known.length > 0 && chance.is(0.6) ? known[chance.below(known.length)] : undefined;
    const value = variable === undefined ? `${1 + chance.below(9)}` : `$${variable}`;
    const isAssigning = chance.is(0.5);
    const assigned = `v${name}`;
    const fields = isData
      ? {
          Output: `{% $merge([$states.input, {"${name}": ${value}}]) %}`,
          ...(isAssigning && { Assign: { [assigned]: '{% $states.input.n + 1 %}' } }),
        }
      : {
          ...(variable === undefined ? { Result: Number(value) } : { Parameters: { 'of.$': value } }),
          ResultPath: `$.${name}`,
          ...(isAssigning && { Assign: { [`${assigned}.$`]: '$.n' } }),
        };
    if (isAssigning) known.push(assigned);
    return fields;
  }

  private map({ depth, known }: Place, isData: boolean): Fields {
    const { chance } = this;
    const isWide = chance.is(0.3);
    const processor = this.machine(depth - 1, isWide ? [] : known);
    const config = isWide && { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } };
    const tolerated = chance.of<Fields>([
      { ToleratedFailureCount: 1 },
      { ToleratedFailurePercentage: 50 },
      {},
    ]);
    return {
      ItemProcessor: { ...processor, ...config },
      ...(isWide && { Label: this.name('Label'), ...tolerated }),
      MaxConcurrency: chance.below(3),
      ...(isData
        ? {
            Items: '{% $states.input.items %}',
            ItemSelector: {
              n: '{% $states.context.Map.Item.Value %}',
              items: '{% $states.input.items %}',
            },
          }
        : { ItemsPath: '$.items', ItemSelector: { 'n.$': '$$.Map.Item.Value', 'items.$': '$.items' } }),
    };
  }
}

const stateOf = (fields: Fields) => fields as unknown as StateDefinition;

interface Place {
  depth: number;
  /** Variables that have a value here. */
  known: string[];
}

const KINDS = [
  'task',
  'task',
  'task',
  'wait',
  'end',
  'choice',
  'pass',
  'pass',
  'parallel',
  'map',
  'parallel',
  'map',
];
const FAILURE = { Error: 'Broken', Cause: 'by definition' };

/** What a state gives goes into a field of its input. */
const adds = (name: string, isData: boolean): Fields =>
  isData
    ? { Output: `{% $merge([$states.input, {"${name}": $states.result}]) %}` }
    : { ResultPath: `$.${name}` };
