import { type ResourceType } from '../../resource-type.js';
import { elbLoadBalancer } from './load-balancer.js';

export const elbTypes: readonly ResourceType[] = [elbLoadBalancer];
