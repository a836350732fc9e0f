import { z } from 'zod';
import { startScan } from '../../scanning/index.js';

/** What people are told by: an email address, a channel's id or name, or the ARN of an SNS topic. */
export const notificationTargets = z.array(z.string().min(1).max(2048)).max(100).default([]);

const { regions, services, accountIds, tags, controls, frameworks, scanType } = startScan.shape;

/** What a scan looks at; all of it where a field is left out. */
export const scanScope = { regions, services, accountIds, tags, controls, frameworks };
export { scanType };

/** Seconds from one pass of continuous monitoring to the next. */
export const DEFAULT_FREQUENCY = 14_400;
