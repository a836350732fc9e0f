import { z } from 'zod';
import { roles } from '../../../platform/http/index.js';

export const signIn = z
  .strictObject({
    key: z
      .string()
      .min(1)
      .max(256)
      .describe('An API key, or the code of a sign-in link: what follows `#sign-in=` there'),
  })
  .meta({ id: 'SignIn' });
export type SignIn = z.output<typeof signIn>;

export const sessionView = z
  .object({
    keyId: z.string().describe('`platform` for the platform key'),
    owner: z.string(),
    role: z.enum([...roles, 'platform']),
    tenantId: z.string().describe('On which tenant it acts where nothing else is named'),
    expiresAt: z.date().nullable().describe('When the session ends; null: asked with a key'),
    csrfToken: z
      .string()
      .nullable()
      .describe('To be sent as X-CSRF-Token with whatever changes something; null: asked with a key'),
  })
  .meta({ id: 'Session' });
export type SessionView = z.output<typeof sessionView>;

export const signInLink = z
  .object({
    url: z.string().describe('Signs in once; a path where the service does not know its address'),
    expiresAt: z.date(),
  })
  .meta({ id: 'SignInLink' });
