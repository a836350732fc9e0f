interface Policy {
  Version: string;
  Statement: unknown[];
}

/** Names are texts, or what CloudFormation puts in their place. */
type Name = unknown;

export function roleTrust(home: { accountId: string }): Policy;
export const queueAccess: {
  from(queueArn: Name, roleArn: Name): Policy;
  ofRule(queueArn: Name, ruleArn: Name): Policy;
};
export function rolePolicy(of: {
  taskQueueArn: string;
  machines: { arn: string; definition: object }[];
  home: { partition: string; region: string; accountId: string };
  logs: boolean;
}): Policy;
