import type { Target } from '../fix.js';

/** The name of what an ARN is about, where it may hold `/` or `:`: all that follows `:repository/`. */
export function nameAfter(marker: string, { arn }: Pick<Target, 'arn'>): string {
  const start = arn.indexOf(marker);
  if (start < 0) throw new Error(`${arn} holds no ${marker}`);
  return arn.slice(start + marker.length);
}

/** The host names of a partition end in it. */
export const dnsSuffix = (partition: string): string =>
  partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
