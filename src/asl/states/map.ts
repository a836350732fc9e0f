import { createHash } from 'node:crypto';
import type { Draft } from '../draft.js';
import { StatesError } from '../errors.js';
import { effectiveInput, fill, leaveWith } from '../flow.js';
import type { Json, JsonObject } from '../json.js';
import { statePointer } from '../machines.js';
import { then, type Maybe } from '../maybe.js';
import type { MapState } from '../program.js';
import type { Frame, Join } from '../state.js';
import type { Child, StateKind, Visit } from '../visit.js';
import { isDistributed, planOf } from './map-plan.js';
import { itemsOf } from './map-items.js';
import { newJoin } from '../join.js';

type MapVisit = Visit<MapState>;

/**
 * Map: its processor once for each item. Inline, an iteration is a part of this execution; distributed, it is a child
 * execution with a history of its own, and this one tells of the Map Run alone.
 */
export const map: StateKind<MapState> = {
  enter(visit) {
    const { draft, frame, state } = visit;
    return then(itemsOf(visit), (source) =>
      then(planOf(visit), (plan) =>
        then(plan.batch(source), ({ items, keys }) => {
          draft.record(frame, {
            type: 'MapStateStarted',
            mapStateStartedEventDetails: { length: source.items.length },
          });
          if (isDistributed(state))
            draft.record(frame, {
              type: 'MapRunStarted',
              mapRunStartedEventDetails: { mapRunArn: mapRun(visit) },
            });
          return {
            to: 'fork',
            join: newJoin({ ...plan, total: items.length, items, ...(keys && { keys }) }),
          };
        }),
      ),
    );
  },
  resume(visit, news) {
    const { draft, frame, state } = visit;
    if (isDistributed(state)) draft.recordAside(frame, { type: 'MapRunSucceeded' });
    draft.recordAside(frame, { type: 'MapStateSucceeded' });
    if (state.ResultWriter && 'Resource' in state.ResultWriter)
      throw new StatesError('States.ResultWriterFailed', 'ResultWriter is not supported.');
    return leaveWith(visit, news.type === 'joined' ? news.results : []);
  },
  failed({ draft, frame }) {
    draft.record(frame, { type: 'MapStateFailed' });
  },
  children: {
    make,
    began({ draft, frame, state }, child) {
      if (isDistributed(state)) return;
      const mapIterationStartedEventDetails = { name: frame.at.name, index: child.index };
      draft.record(child, { type: 'MapIterationStarted', mapIterationStartedEventDetails });
    },
    succeeded({ draft, frame, state }, child) {
      if (isDistributed(state)) return;
      const mapIterationSucceededEventDetails = { name: frame.at.name, index: child.index };
      draft.record(child, { type: 'MapIterationSucceeded', mapIterationSucceededEventDetails });
    },
    failed({ draft, frame, state }, child, { error }) {
      if (isDistributed(state) || error === 'States.Runtime') return;
      const mapIterationFailedEventDetails = { name: frame.at.name, index: child.index };
      draft.recordAside(child, { type: 'MapIterationFailed', mapIterationFailedEventDetails });
    },
    aborted({ draft, frame, state }, child) {
      if (isDistributed(state)) return;
      const mapIterationAbortedEventDetails = { name: frame.at.name, index: child.index };
      draft.recordAside(child, { type: 'MapIterationAborted', mapIterationAbortedEventDetails });
    },
    failure: ({ state }, failure) =>
      isDistributed(state)
        ? {
            error: 'States.ExceedToleratedFailureThreshold',
            cause: 'The specified tolerated failure threshold was exceeded',
          }
        : failure,
    broken({ draft, frame, state }, failure) {
      if (isDistributed(state))
        draft.record(frame, { type: 'MapRunFailed', mapRunFailedEventDetails: failure });
    },
    redriven(visit) {
      const { draft, frame, state } = visit;
      const redriveCount = Number(draft.execution.context.Execution.RedriveCount ?? 0);
      const mapRunRedrivenEventDetails = { mapRunArn: mapRun(visit), redriveCount };
      if (isDistributed(state)) draft.record(frame, { type: 'MapRunRedriven', mapRunRedrivenEventDetails });
    },
  },
};

/** One iteration: its input by ItemSelector, or the item as it is. */
function make(visit: MapVisit, join: Join, index: number): Maybe<Child> {
  const { frame, state } = visit;
  const value = join.items?.[index] ?? null;
  const key = join.keys?.[index];
  const item = { Index: index, Value: value, ...(key !== undefined && { Key: key }) };
  const field = state.Iterator ? 'Iterator' : 'ItemProcessor';
  const machine = `${statePointer(frame.machine, frame.at.name)}/${field}`;
  return then(inputOf(visit, item), (input) => ({
    machine,
    input,
    item,
    ...(isDistributed(state) && { execution: childExecution(visit, index, input) }),
  }));
}

function inputOf(visit: MapVisit, item: NonNullable<Frame['item']>): Maybe<Json> {
  const { state } = visit;
  const selector = state.ItemSelector ?? state.Parameters;
  if (selector === undefined || state.ItemBatcher)
    return item.Key === undefined ? item.Value : { Key: item.Key, Value: item.Value };
  const field = state.ItemSelector === undefined ? 'Parameters' : 'ItemSelector';
  return fill(visit, selector, field, { input: effectiveInput(visit), item });
}

/** `$$.Execution` of a child: named after the state machine and the Map's label. */
function childExecution(visit: MapVisit, index: number, input: Json): JsonObject {
  const { Execution } = visit.draft.execution.context;
  const name = uuid(visit.draft, `${visit.frame.path}/${visit.frame.at.enteredEventId}/${index}`);
  return {
    ...Execution,
    Id: `${labelled(visit, 'execution')}:${name}`,
    Input: input,
    Name: name,
    StartTime: visit.draft.now,
    RedriveCount: 0,
  };
}

const mapRun = (visit: MapVisit): string =>
  `${labelled(visit, 'mapRun')}:${uuid(visit.draft, `${visit.frame.path}/${visit.frame.at.enteredEventId}`)}`;

/** `arn:aws:states:<region>:<account>:<kind>:<state machine>/<label>` */
function labelled({ draft, frame, state }: MapVisit, kind: string): string {
  const { Execution } = draft.execution.context;
  const [arn, partition, service, region, account, , machine] = (Execution.Id as string).split(':');
  const label = state.Label ?? uuid(draft, `${frame.path}/${frame.at.name}`);
  return [arn, partition, service, region, account, kind, `${machine ?? ''}/${label}`].join(':');
}

/** The same on replay, another for each place in each execution. */
function uuid({ execution }: Draft, place: string): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([execution.context.Execution.Id, place]))
    .digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
}
