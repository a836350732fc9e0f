import { api, bodyOf, type Schemas } from '../../../api/api.js';
import type { Values } from './form-values.js';

export interface Made {
  control: Schemas['CustomControl'];
  /** Why it is off where it was to be on. */
  problem: Error | null;
}

/** Saves a new control. One that is to be on is tried as it was saved first: the API switches on no other. */
export async function made(id: string, { enabled, ...values }: Values): Promise<Made> {
  const control = await bodyOf(api.POST('/controls/custom', { body: { ...values, id } }));
  if (!enabled) return { control, problem: null };
  const params = { path: { id } };
  try {
    await bodyOf(api.POST('/controls/custom/{id}/dry-run', { params, body: {} }));
    const on = await bodyOf(api.PUT('/controls/custom/{id}', { params, body: { ...values, enabled } }));
    return { control: on, problem: null };
  } catch (error) {
    return { control, problem: error instanceof Error ? error : new Error('It could not be switched on') };
  }
}
