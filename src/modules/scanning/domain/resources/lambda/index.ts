import { type ResourceType } from '../../resource-type.js';
import { lambdaFunction } from './function.js';

export const lambdaTypes: readonly ResourceType[] = [lambdaFunction];
