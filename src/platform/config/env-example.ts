import type { z } from 'zod';
import { secretVariables, variableGroups, variables } from './variables.js';

/** The text of `.env.example`: every variable, its meaning and its default. A test holds the file to it. */
export function envExample(): string {
  const lines = [
    '# Every variable of the service. A line that is commented out shows the default, or that there is none.',
  ];
  for (const [group, shape] of Object.entries(variableGroups)) {
    lines.push('', `# --- ${group}`);
    for (const [name, schema] of Object.entries<z.ZodType>(shape)) {
      const secret = secretVariables.includes(name) ? ' (secret)' : '';
      lines.push(`# ${schema.description ?? ''}${secret}`, `#${name}=${defaultOf(name)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The default of a variable as it is written in an environment, '' where there is none. */
export function defaultOf(name: string): string {
  const value: unknown = defaults[name as keyof typeof defaults];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

const defaults = variables.parse({});
