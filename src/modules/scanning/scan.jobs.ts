import { z } from 'zod';
import { job } from '../../platform/queue/index.js';

const unitIds = z.object({ scanId: z.string(), unitId: z.string() });

/** Finds out the regions of one account and makes the units of it. */
export const scanAccount = job('scan.account', unitIds, { lane: 'scan' });

/** Reads one account × region: each service there is a unit of its own, and those that are done are left alone. */
export const scanPlace = job(
  'scan.place',
  z.object({ scanId: z.string(), accountId: z.string(), region: z.string() }),
  { lane: 'scan' },
);

/** Reads what AWS's own tools know of an account × region. */
export const scanImport = job('scan.import', unitIds, { lane: 'scan' });

/** Judges all that is known of a scan's accounts, and writes their scores. */
export const scanAssessment = job('scan.assessment', unitIds, { lane: 'scan' });

/** Brings open findings in line with the tenant's mutes. */
export const applyMutes = job('mutes.apply', z.object({}), { lane: 'scan' });
