import { type Reader } from '../reader.js';
import { elbLoadBalancerReader } from './load-balancer.js';

export const elbReaders: readonly Reader[] = [elbLoadBalancerReader];
