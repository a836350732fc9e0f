export type Records = unknown[] | Record<string, unknown>;

/** What was pasted, or why it cannot be sent. Whether its fields are right the API tells. */
export function recordsIn(text: string): { records?: Records; problem?: string } {
  if (text.trim() === '') return { problem: 'Paste a record first.' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `This is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}` };
  }
  if (Array.isArray(value)) return { records: value as unknown[] };
  if (typeof value === 'object' && value !== null) return { records: value as Record<string, unknown> };
  return { problem: 'This is neither a record nor a list of records.' };
}
