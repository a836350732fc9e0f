import type { z } from 'zod';
import { replacedKeyProblems } from './supply-variables.js';
import { secretVariables, variables } from './variables.js';

export type Variables = z.output<typeof variables>;

/** The configuration of this process, read once at the start. Inject it where a value is needed. */
export class Config {
  constructor(readonly values: Readonly<Variables>) {}

  get<K extends keyof Variables>(name: K): Variables[K] {
    return this.values[name];
  }

  get logLevel(): Variables['LOG_LEVEL'] {
    return this.values.DEBUG ? 'DEBUG' : this.values.LOG_LEVEL;
  }

  get runsApi(): boolean {
    return this.values.ROLE !== 'worker';
  }

  get runsWorker(): boolean {
    return this.values.ROLE !== 'api';
  }
}

/** All that is wrong with the environment, one line each, with what each variable means. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the environment. A variable set to the empty string counts as not set.
 * @throws ConfigError naming every bad variable; the value itself is never printed for secrets.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = variables.safeParse(given);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => describe(issue, given))),
    ...missing(given),
    ...replacedKeyProblems(given).map(([name, what]) => `${name} (${meaningOf(name)}): ${what}`),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return new Config(parsed.data);
}

/** What the value of one variable asks of others. */
const NEEDS: { name: keyof Variables; value: string; needs: (keyof Variables)[] }[] = [
  { name: 'SCHEDULER_ENGINE', value: 'eventbridge', needs: ['SCHEDULER_QUEUE_URL', 'SCHEDULER_ROLE_ARN'] },
  { name: 'WORKFLOW_ENGINE', value: 'aws', needs: ['TASK_QUEUE_URL', 'STATUS_QUEUE_URL'] },
];

const missing = (given: Record<string, string | undefined>): string[] =>
  NEEDS.filter(({ name, value }) => given[name] === value).flatMap(({ name, value, needs }) =>
    needs
      .filter((needed) => given[needed] === undefined)
      .map(
        (needed) => `${needed} (${meaningOf(needed)}): must be set when ${name} is ${value}; it is not set`,
      ),
  );

function describe(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0]);
  const value = secretVariables.includes(name) ? 'a secret' : JSON.stringify(given[name]);
  return `${name} (${meaningOf(name)}): ${issue.message}; it is ${given[name] === undefined ? 'not set' : value}`;
}

const meaningOf = (name: string): string =>
  (name in variables.shape ? variables.shape[name as keyof Variables].description : undefined) ?? 'unknown';
