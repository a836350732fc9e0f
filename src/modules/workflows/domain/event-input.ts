import { isObject, type Json } from '../../../asl/index.js';

const textIn = (value: Json | undefined, field: string): string | undefined => {
  const found = isObject(value) ? value[field] : undefined;
  return typeof found === 'string' ? found : undefined;
};

/**
 * The correlation id of an execution's input: of the standard one, of specs/3's own form, or of the event that a rule of
 * EventBridge hands over.
 */
export const correlationIn = (input: Json | undefined): string | undefined =>
  textIn(isObject(input) ? input['metadata'] : undefined, 'correlationId') ??
  textIn(input, 'correlation_id') ??
  textIn(isObject(input) ? input['detail'] : undefined, 'correlation_id');

/** The account in which an event was put on its bus. */
export const accountIn = (input: Json | undefined): string | undefined => textIn(input, 'account');

export const tenantIn = (input: Json | undefined): string | undefined => textIn(input, 'tenantId');
