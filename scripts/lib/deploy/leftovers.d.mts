interface Context {
  cloudformation: object;
  rds: object;
  elb: object;
  logs: object;
  pollMs: number;
  emulated: boolean;
}

export function deleteEmpty(context: Context, name: string): Promise<void>;
export function hasWorked(context: Pick<Context, 'cloudformation'>, name: string): Promise<boolean>;
