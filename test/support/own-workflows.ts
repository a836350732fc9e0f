import type { TestApp } from './app.js';
import { workflowClient, type Execution } from './workflows.js';

/** A tenant of its own that saves workflows and starts them. */
export async function ownWorkflows(app: TestApp, tenantId: string) {
  const { admin } = await app.tenant(tenantId);
  const client = workflowClient(app, admin);
  /** Saves a workflow and starts it. @throws Error where it is refused */
  const run = async (
    workflowType: string,
    definition: object,
    parameters: object = {},
  ): Promise<Execution> => {
    const given = { name: workflowType, definition };
    const saved = await client.ask('PUT', `/definitions/${workflowType}`, given);
    if (saved.status !== 200) throw new Error(JSON.stringify(saved.body));
    return client.start(workflowType, parameters);
  };
  return { ...client, run };
}

/** A definition whose output is that of one expression. */
export const jsonata = (expression: string) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Only',
  States: { Only: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } },
});

/** For `/^(a+)+$/`: a regular expression that tries every way to split it, and finds none. */
export const EVIL_TEXT = `${'a'.repeat(40)}!`;
