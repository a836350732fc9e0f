import { type Control } from '../../control.js';
import { subscriptionNotHttp } from './subscription-not-http.js';
import { topicKmsEncryption } from './topic-kms-encryption.js';
import { topicNotPublic } from './topic-not-public.js';

export const snsControls: readonly Control[] = [topicKmsEncryption, topicNotPublic, subscriptionNotHttp];
