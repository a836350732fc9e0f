import { type Reader } from '../reader.js';
import { lambdaFunctionReader } from './function.js';

export const lambdaReaders: readonly Reader[] = [lambdaFunctionReader];
