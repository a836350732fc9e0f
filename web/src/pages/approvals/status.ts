/** What the list can be asked for; what waits comes first, as it is what one comes for. */
export const statuses = ['pending', 'approved', 'rejected', 'cancelled', 'any'] as const;
export type Status = (typeof statuses)[number];

/** Of an address; nothing: what waits. */
export function statusIn({ status }: Record<string, unknown>): { status?: Status | undefined } {
  const chosen = statuses.find((one) => one === status);
  return chosen === undefined ? {} : { status: chosen };
}

/** As the API is asked. */
export const pathOf = (status: Status): string =>
  status === 'any' ? '/approvals' : `/approvals?status=${status}`;
