export { fact, type Fact, type FactDefinition } from './fact.js';
export { Outbox } from './outbox.js';
export { OutboxModule } from './outbox.module.js';
export { Subscribes } from './subscribes.js';
export { INSERT_FACT_JOBS, INSERT_FACTS, type FactRows } from './fact-rows.js';
