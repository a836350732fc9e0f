export { type Aws, type AwsAccount, type AwsCall, type AwsCallOutcome, type AwsOptions } from './account.js';
export { type CallCount, callMeter, newCallCount } from './call-meter.js';
export { type AwsCallCounter, AwsClients } from './clients.js';
export { isLoopback, type FailingRole } from './credentials.js';
export { type AwsFailure, type Failure, failureOf } from './errors.js';
export { MessageQueue, type QueueMessage } from './message-queue.js';
