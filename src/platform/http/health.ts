/** What /health asks of the parts it cannot know: AWS identity comes from modules/access. */
export interface AwsHealth {
  status: 'up' | 'down' | 'unknown';
  accountId?: string;
  arn?: string;
  message?: string;
}

export abstract class AwsProbe {
  /** Whose credentials this process holds; cached, so that a balancer's question costs nothing. */
  abstract check(): Promise<AwsHealth>;
}
