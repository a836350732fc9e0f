import { AdvanceWriter } from './advance-writer.js';
import { AdvanceStore } from './advance.store.js';
import { ChildEnds } from './child-ends.js';
import { ChildStore } from './children.store.js';
import { DefinitionSandbox } from './definition-sandbox.js';
import { EngineBus } from './engine-bus.js';
import { EngineClock } from './engine-clock.js';
import { EngineContext } from './engine-context.js';
import { EngineStores } from './engine-stores.js';
import { EngineCalls, EngineWork } from './engine-work.js';
import { Evaluators } from './evaluators.js';
import { ExecutionLoader } from './execution-loader.js';
import { ExecutionRuns } from './execution-runs.js';
import { LocalEngine } from './local-engine.js';
import { LocalStarts } from './local-starts.js';
import { Presence } from './presence.js';
import { PresenceStore } from './presence.store.js';
import { ProgramStore } from './programs.store.js';
import { RunningStore } from './running.store.js';
import { StartNames, StartStores } from './start-parts.js';
import { StartStore } from './start.store.js';
import { TaskRuns } from './task-runs.js';
import { TaskStore } from './tasks.store.js';
import { TimerStore } from './timers.store.js';
import { WorkerSlots } from './worker-slots.js';

/** The engine that runs definitions in this service. */
export const localEngine = [
  ...[LocalEngine, LocalStarts, StartStores, StartNames, ExecutionRuns, ExecutionLoader, AdvanceWriter],
  ...[EngineBus, EngineContext, EngineStores, EngineWork, EngineCalls, EngineClock, Presence, WorkerSlots],
  ...[TaskRuns, ChildEnds, Evaluators, DefinitionSandbox],
  ...[AdvanceStore, StartStore, RunningStore, ProgramStore, TaskStore, TimerStore, ChildStore, PresenceStore],
];
