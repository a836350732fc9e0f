import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

const unitIds = z.object({ scanId: z.string(), unitId: z.string() });

/** Finds out the regions of one account and makes the units of it. */
export const scanAccount = job('scan.account', unitIds, { lane: 'scan' });

/** Reads one account × region × service. */
export const scanUnit = job('scan.unit', unitIds, { lane: 'scan' });
