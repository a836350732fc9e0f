/** A definition as it is drawn: the states of a machine, and those of the machines within them. */
export interface Machine {
  startAt: string;
  states: readonly State[];
}

export interface State {
  name: string;
  type: string;
  inner: readonly Machine[];
  edges: readonly Edge[];
}

export interface Edge {
  from: string;
  to: string;
  /** Of a Catch: which errors lead there. Of a Choice: nothing, its conditions are in the definition. */
  label: string;
  isCatch: boolean;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads Amazon States Language. The API has checked it; what is not as expected is left out. */
export function machineIn(definition: unknown): Machine {
  const { StartAt, States } = fieldsOf(definition);
  const states = Object.entries(fieldsOf(States)).map(([name, value]) => stateIn(name, fieldsOf(value)));
  return { startAt: textOf(StartAt), states };
}

function stateIn(name: string, state: Fields): State {
  const processor = state['ItemProcessor'] ?? state['Iterator'];
  const machines = processor === undefined ? listOf(state['Branches']) : [processor];
  return { name, type: textOf(state['Type']), inner: machines.map(machineIn), edges: edgesOf(name, state) };
}

/** One to each state that comes next, however many rules lead there. */
function edgesOf(from: string, state: Fields): Edge[] {
  const plain = [...listOf(state['Choices']).map(({ Next }) => Next), state['Default'], state['Next']];
  const edges = [...new Set(plain.map(textOf))].map((to) => ({ from, to, label: '', isCatch: false }));
  const caught = listOf(state['Catch']).map(({ Next, ErrorEquals }) => ({
    ...{ from, to: textOf(Next), isCatch: true },
    label: Array.isArray(ErrorEquals) ? ErrorEquals.join(', ') : '',
  }));
  return [...edges, ...caught].filter(({ to }) => to !== '');
}
