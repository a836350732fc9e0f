import { z } from 'zod';
import { fact } from '../../platform/outbox/index.js';

export const tenantCreated = fact('tenant.created', z.object({ name: z.string() }));
