/** Planned calls as they are shown: `s3:PutPublicAccessBlock`. */
export const shownCalls = (
  calls: readonly { service: string; operation: string; region: string; input?: unknown }[],
) => calls.map(({ service, operation, ...call }) => ({ call: `${service}:${operation}`, ...call }));
