import { z } from 'zod';

export const tenantQuery = z.strictObject({ tenantId: z.string().min(1).max(64).optional() });
