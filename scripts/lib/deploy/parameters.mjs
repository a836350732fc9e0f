import { Refused } from './options.mjs';

/** Which value each parameter of a stack gets. */

/**
 * @typedef {{ name: string, default?: string, required: boolean }} Parameter
 * @typedef {{ name: string, value: string } | { name: string, previous: true }} Chosen
 */

/**
 * What is given wins, then what earlier stacks say, then what the stack has, then the template's default.
 * @param {Parameter[]} parameters of the template
 * @param {{ given: Record<string, string>, outputs: Record<string, string>, previous: Record<string, string> }} from
 * @returns {{ chosen: Chosen[], missing: string[] }}
 */
export function choose(parameters, { given, outputs, previous }) {
  const chosen = [];
  const missing = [];
  for (const { name, required } of parameters) {
    if (name in given) chosen.push({ name, value: given[name] });
    else if (outputs[name] !== undefined) chosen.push({ name, value: outputs[name] });
    else if (name in previous) chosen.push({ name, previous: true });
    else if (required) missing.push(name);
  }
  return { chosen, missing };
}

export const toCloudFormation = (chosen) =>
  chosen.map(({ name, value, previous }) =>
    previous ? { ParameterKey: name, UsePreviousValue: true } : { ParameterKey: name, ParameterValue: value },
  );

/**
 * What is worked out where nobody has said it, now or before: the subnets of the load balancer.
 * @param {Record<string, string>} previous what the stacks have
 * @param {Record<string, string>} known given, or of earlier stacks
 */
export function derived(previous, known) {
  const scheme = known.LoadBalancerScheme ?? previous.LoadBalancerScheme;
  const stays = previous.LoadBalancerSubnetIds !== undefined && scheme === previous.LoadBalancerScheme;
  if (stays) return {};
  const { PublicSubnetIds, PrivateSubnetIds } = { ...previous, ...known };
  const subnets = scheme === 'internet-facing' ? PublicSubnetIds : PrivateSubnetIds;
  return subnets === undefined ? {} : { LoadBalancerSubnetIds: subnets };
}

/**
 * A misspelt name would be left out without a word.
 * @param {Record<string, string>} given @param {Map<string, Parameter[]>} byTemplate
 */
export function refuseUnknown(given, byTemplate) {
  const known = new Set([...byTemplate.values()].flat().map(({ name }) => name));
  const unknown = Object.keys(given).filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const all = [...known].sort();
  const hints = unknown.map((name) => {
    const near = all.find((one) => one.toLowerCase() === name.toLowerCase());
    return near === undefined ? name : `${name} (meant: ${near}?)`;
  });
  throw new Refused(
    `No template here has the parameter ${hints.join(', ')}. See deploy/templates/README.md.`,
  );
}

/**
 * What must be given and is not, before anything is made.
 * @param {{ template: { file: string, outputs: string[] }, parameters: Parameter[], previous: Record<string, string> }[]} stacks
 *   in their order
 */
export function refuseMissing(stacks, given) {
  const coming = new Set();
  const missing = [];
  for (const { template, parameters, previous } of stacks) {
    const outputs = Object.fromEntries([...coming].map((name) => [name, '']));
    const known = { ...outputs, ...given };
    const { missing: names } = choose(parameters, {
      given,
      outputs: { ...outputs, ...derived(previous, known) },
      previous,
    });
    if (names.length > 0) missing.push(`${names.join(', ')} (${template.file})`);
    for (const name of template.outputs) coming.add(name);
  }
  if (missing.length === 0) return;
  throw new Refused(
    `These parameters have no value: ${missing.join('; ')}. Give them by --parameters FILE; deploy/templates/README.md says what they mean.`,
  );
}
