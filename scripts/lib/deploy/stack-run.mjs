import { choose, toCloudFormation } from './parameters.mjs';
import { show, summary } from './changes.mjs';
import { Refused } from './options.mjs';
import { readTemplate } from './template.mjs';
import { changeSet, create, describe, dropChangeSet, execute, isEmpty, obstacle } from './stacks.mjs';
import { deleteEmpty, hasWorked } from './leftovers.mjs';

/** Stacks as a run goes through them: looked at all together first, then brought up to date one after the other. */

/**
 * @typedef {{ name: string, template: ReturnType<typeof readTemplate>, parameters: import('./parameters.mjs').Parameter[],
 *   capabilities: string[], status?: string, exists: boolean, previous: Record<string, string>,
 *   outputs: Record<string, string> }} Stack
 */

/**
 * Reads the template, has CloudFormation check it, and looks what is there.
 * @throws Refused where the stack is not to be touched now
 * @returns {Promise<Stack>}
 */
export async function look(context, name, file) {
  const template = readTemplate(context.templates, file);
  const summed = await summaryOf(context.cloudformation, template);
  const found = await describe(context, name);
  const inTheWay = obstacle(name, found?.status);
  if (inTheWay !== undefined) throw new Refused(inTheWay);
  const isLeftover = found !== undefined && (await wasNeverWhole(context, name, found.status));
  const exists = found !== undefined && !isLeftover;
  return {
    ...{ name, template, exists, status: found?.status },
    parameters: (summed.Parameters ?? []).map(({ ParameterKey, DefaultValue }) => ({
      name: ParameterKey,
      required: DefaultValue === undefined || DefaultValue === null,
    })),
    capabilities: ['CAPABILITY_NAMED_IAM'],
    previous: exists ? found.parameters : {},
    outputs: exists ? found.outputs : {},
  };
}

/** @throws Refused where somebody has begun to delete a stack that worked: what is left of it may be data */
async function wasNeverWhole(context, name, status) {
  if (status !== 'DELETE_FAILED') return isEmpty(status);
  if (!(await hasWorked(context, name))) return true;
  throw new Refused(
    `The stack ${name} has worked, and could not be deleted (${status}): its events say why. Delete the rest of it before a new one is made (docs/deploying.md, "Deleting it"): aws cloudformation delete-stack --stack-name ${name}`,
  );
}

async function summaryOf(cloudformation, { file, body }) {
  try {
    return await cloudformation.getTemplateSummary({ TemplateBody: body });
  } catch (error) {
    if (error.name !== 'ValidationError') throw error;
    throw new Refused(`CloudFormation does not take ${file}: ${error.message}`, {
      cause: error,
    });
  }
}

/**
 * Brings one stack up to date, or says what that would be.
 * @param {object} context with `out`, `mode`, `tags`, `report(changed)`
 * @param {Stack} stack
 * @param {{ given: Record<string, string>, outputs: Record<string, string> }} values
 * @returns {Promise<{ outputs: Record<string, string>, pending: boolean }>} pending: its outputs are not known yet
 */
export async function settle(context, stack, values) {
  return context.mode === 'deploy' ? deploy(context, stack, values) : preview(context, stack, values);
}

async function deploy(context, stack, values) {
  const { out, counts } = context;
  if (stack.status !== undefined && !stack.exists) {
    out.line(`  … the stack ${stack.name} was never made whole (${stack.status}): it is deleted first`);
    await deleteEmpty(context, stack.name);
  }
  const request = requestOf(context, stack, values);
  const prepared = stack.exists ? await changeSet(context, request) : { changes: [] };
  if (prepared === undefined) {
    out.done(`stack ${stack.name} is right`);
    return { outputs: stack.outputs, pending: false };
  }
  const what = stack.exists ? summary(prepared.changes) || 'outputs or tags' : 'new';
  const step = out.progress(`stack ${stack.name}: ${what}`);
  const onEvent = told(out, step);
  try {
    await (stack.exists
      ? execute(context, stack.name, prepared, onEvent)
      : create(context, request, onEvent));
  } catch (error) {
    step.fail(`stack ${stack.name}`);
    if (!stack.exists)
      out.line(
        '    Mend what is named below, and run this again: what is left of this try is deleted first.',
      );
    throw error;
  }
  step.done(`stack ${stack.name}: ${what}`);
  counts[stack.exists ? 'changed' : 'created']++;
  const made = await describe(context, stack.name);
  return { outputs: made?.outputs ?? {}, pending: false };
}

/** Tells of each resource as it is done, and at once of what fails: the rest of a roll back is long. */
function told(out, step) {
  const done = new Set();
  return ({ id, type, status, reason }) => {
    if (/^(CREATE|UPDATE|DELETE)_COMPLETE$/.test(status)) done.add(id);
    if (status.endsWith('_FAILED'))
      out.line(`    ${out.paint.red('✗')} ${id} (${type}): ${reason ?? status}`);
    step.update(`${done.size} done, ${id} ${status}`);
  };
}

/** Where there is no stack, the template says what would be made: a change set would leave an empty stack behind. */
async function preview(context, stack, values) {
  const { out, counts, mode } = context;
  if (!stack.exists) {
    const { resources } = stack.template;
    if (stack.status !== undefined)
      out.done(`would delete the stack ${stack.name} first, which was never made whole (${stack.status})`);
    out.done(
      `would create the stack ${stack.name}: ${resources.length} resources at most, as its conditions say`,
    );
    for (const { id, type } of resources) out.line(`      ${out.paint.green('+')} ${id}  ${type}`);
    counts.created++;
    return { outputs: {}, pending: true };
  }
  const { missing } = choose(stack.parameters, { ...values, previous: stack.previous });
  if (missing.length > 0) {
    out.done(`would change the stack ${stack.name}, once there is what it needs: ${missing.join(', ')}`);
    counts.changed++;
    return { outputs: stack.outputs, pending: true };
  }
  const prepared = await changeSet(context, requestOf(context, stack, values));
  if (prepared === undefined) {
    out.done(`stack ${stack.name} is right`);
    return { outputs: stack.outputs, pending: false };
  }
  await dropChangeSet(context, stack.name, prepared);
  out.done(`would change the stack ${stack.name}: ${summary(prepared.changes) || 'outputs or tags'}`);
  show(out, prepared.changes, { properties: mode === 'plan' });
  counts.changed++;
  return { outputs: stack.outputs, pending: false };
}

function requestOf({ tags }, stack, { given, outputs }) {
  const { chosen, missing } = choose(stack.parameters, { given, outputs, previous: stack.previous });
  if (missing.length > 0) throw new Error(`${stack.name}: no value for ${missing.join(', ')}`);
  const { name, template, capabilities } = stack;
  return { name, template, capabilities, tags, parameters: toCloudFormation(chosen) };
}
