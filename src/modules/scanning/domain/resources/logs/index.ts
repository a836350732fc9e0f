import { type ResourceType } from '../../resource-type.js';
import { logGroup } from './log-group.js';
import { metricFilter } from './metric-filter.js';

export const logsTypes: readonly ResourceType[] = [logGroup, metricFilter];
