export { fact, type Fact, type FactDefinition } from './fact.js';
export { Outbox } from './outbox.js';
export { OutboxModule } from './outbox.module.js';
export { Subscribes } from './subscribes.js';
