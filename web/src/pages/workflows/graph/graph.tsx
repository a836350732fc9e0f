import { useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { statusInWords, type StateStatus } from '../states.js';
import { layoutOf, type Box, type Layout, type Line } from './layout.js';
import type { Machine } from './machine.js';

interface Seen {
  statuses: ReadonlyMap<string, StateStatus>;
  /** `from→to` of the lines that were taken. */
  taken: ReadonlySet<string>;
  chosen: string | undefined;
  choose: (name: string) => void;
}

const EDGE = 10;
const START = 26;
const NAME_LETTERS = 26;

const MARKS: Readonly<Record<StateStatus, string>> = {
  ...{ current: '●', done: '✓', caught: '↷', failed: '✕', stopped: '■' },
};

/** The definition from the top down; each state has the colour, and the sign, of how it goes. */
export function Graph({ machine, seen }: { machine: Machine; seen: Seen }) {
  const layout = useMemo(() => layoutOf(machine), [machine]);
  const start = layout.boxes.find(({ state }) => state.name === machine.startAt);
  const [width, height] = [layout.width + 2 * EDGE, layout.height + START + EDGE];
  const middle = start === undefined ? 0 : start.x + start.width / 2;
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // on a narrow screen it begins in the middle, where the first state is
    if (place.current !== null)
      place.current.scrollLeft = (middle / width) * place.current.scrollWidth - place.current.clientWidth / 2;
  }, [middle, width]);
  return (
    <div ref={place} className="graph" data-graph="">
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label="States">
        <defs>
          <Arrow name="arrow" />
          <Arrow name="arrow-taken" />
        </defs>
        <g transform={`translate(${EDGE} ${START})`}>
          {start !== undefined && (
            <>
              <circle cx={middle} cy={8 - START} r={6} className="start" />
              <path d={`M${middle},${14 - START} L${middle},${start.y}`} className="line taken" />
            </>
          )}
          <Drawn layout={layout} seen={seen} />
        </g>
      </svg>
    </div>
  );
}

const Arrow = ({ name }: { name: string }) => (
  <marker
    id={name}
    className={name}
    viewBox="0 0 8 8"
    refX="7"
    refY="4"
    markerWidth="9"
    markerHeight="9"
    markerUnits="userSpaceOnUse"
    orient="auto"
  >
    <path d="M0,0 L8,4 L0,8 z" />
  </marker>
);

/** Lines that were taken lie above those that were not. */
function Drawn({ layout, seen }: { layout: Layout; seen: Seen }) {
  const isTaken = ({ from, to }: Line) => seen.taken.has(`${from}→${to}`);
  const lines = [...layout.lines].sort((a, b) => Number(isTaken(a)) - Number(isTaken(b)));
  return (
    <>
      {lines.map((line) => (
        <path
          key={`${line.from}→${line.to}${line.label}`}
          d={line.path}
          className={`line${line.isCatch ? ' catch' : ''}${isTaken(line) ? ' taken' : ''}`}
          markerEnd={isTaken(line) ? 'url(#arrow-taken)' : 'url(#arrow)'}
        >
          <title>
            {line.isCatch ? `${line.from} → ${line.to} on ${line.label}` : `${line.from} → ${line.to}`}
          </title>
        </path>
      ))}
      {layout.boxes.map((box) => (
        <StateBox key={box.state.name} box={box} seen={seen} />
      ))}
    </>
  );
}

function StateBox({ box, seen }: { box: Box; seen: Seen }) {
  const { state, x, y, width, height, inner } = box;
  const status = seen.statuses.get(state.name);
  const isFork = inner.length > 0;
  const choose = () => seen.choose(state.name);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose();
  };
  const name =
    state.name.length > NAME_LETTERS && !isFork ? `${state.name.slice(0, NAME_LETTERS - 1)}…` : state.name;
  const words = status === undefined ? 'not reached' : statusInWords(status);
  return (
    <g transform={`translate(${x} ${y})`}>
      <g
        role="button"
        tabIndex={0}
        aria-pressed={seen.chosen === state.name}
        className={`state ${status ?? 'unreached'}${isFork ? ' fork' : ''}`}
        data-state={state.name}
        data-status={status ?? 'unreached'}
        onClick={choose}
        onKeyDown={onKey}
      >
        <title>{`${state.name}: ${words}`}</title>
        <rect width={width} height={height} rx={state.type === 'Succeed' || state.type === 'Wait' ? 20 : 8} />
        <text x={isFork ? 12 : width / 2} y={18} textAnchor={isFork ? 'start' : 'middle'}>
          {name}
        </text>
        <text x={isFork ? 12 : width / 2} y={34} textAnchor={isFork ? 'start' : 'middle'} className="kind">
          {status === undefined ? state.type : `${MARKS[status]} ${state.type}, ${words}`}
        </text>
      </g>
      {inner.map(({ x: left, y: top, layout }, i) => (
        <g key={i} transform={`translate(${left} ${top})`}>
          <Drawn layout={layout} seen={seen} />
        </g>
      ))}
    </g>
  );
}
