interface Context {
  iam: object;
  out: { done(text: string): void };
  mode: 'deploy' | 'plan' | 'dry-run';
  counts: { created: number };
}

export function ensureEcsRole(context: Context): Promise<void>;
