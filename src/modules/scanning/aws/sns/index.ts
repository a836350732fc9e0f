import { type Reader } from '../reader.js';
import { snsSubscriptionReader } from './subscription.js';
import { snsTopicReader } from './topic.js';

export const snsReaders: readonly Reader[] = [snsTopicReader, snsSubscriptionReader];
