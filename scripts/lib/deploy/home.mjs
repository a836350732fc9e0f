import { Refused } from './options.mjs';
import { ensureEcsRole } from './ecs-role.mjs';
import { ensureImage, ownArchitecture } from './image.mjs';
import { derived, refuseMissing, refuseUnknown } from './parameters.mjs';
import { look, settle } from './stack-run.mjs';
import { registerWorkflows } from './workflows.mjs';

/** The account in which the service runs: its stacks in their order, each of which knows what those before it say. */

const NETWORK = 'network';
const nameOf = (environment, part) => ['compliance-shepherd', environment, part].filter(Boolean).join('-');

/**
 * Part of the stack's name, template, and whether it is wanted where it is not there yet: by what is given, or was when
 * the stacks were made.
 */
const STACKS = [
  ['keys', 'keys.yaml', () => true],
  [NETWORK, 'network.yaml', ({ VpcId }) => VpcId === undefined],
  ['endpoints', 'endpoints.yaml', ({ Endpoints }) => Endpoints !== undefined],
  ['data', 'data.yaml', () => true],
  ['messages', 'messages.yaml', () => true],
  ['roles', 'roles.yaml', () => true],
  ['', 'service.yaml', () => true],
  ['watch', 'watch.yaml', () => true],
];
/** What the service needs before it starts. */
const BEFORE_SERVICE = 'messages.yaml';

/**
 * @param {object} context
 * @returns {Promise<Record<string, string>>} what all stacks say
 */
export async function deployHome(context, options) {
  const given = { ...options.parameters, Environment: options.environment };
  const stacks = await lookAtAll(context, options, given);
  if (context.mode !== 'deploy') context.out.line('  Templates and parameters are right.');
  if (!isThere(stacks, 'service.yaml')) await ensureEcsRole(context);
  const image = await chooseImage(context, options, given, stacks);
  const outputs = {};
  for (const stack of stacks) {
    const known = { ...image, ...outputs };
    const values = {
      given,
      outputs: { ...known, ...derived(previousOf(stacks), { ...known, ...given }) },
    };
    Object.assign(outputs, (await settle(context, stack, values)).outputs);
    if (stack.template.file === BEFORE_SERVICE)
      Object.assign(outputs, await registerWorkflows(context, outputs));
  }
  return outputs;
}

/** All that can be refused is refused here: nothing is made of a plan that cannot be finished. */
async function lookAtAll(context, { environment, image }, given) {
  const looked = [];
  const known = new Map();
  for (const [part, file, isWanted] of STACKS) {
    const stack = await look(context, nameOf(environment, part), file);
    looked.push({ stack, isWanted });
    known.set(file, stack.parameters);
    // who has a network gives what that stack would say
    if (part === NETWORK)
      known.set(
        `outputs of ${file}`,
        stack.template.outputs.map((name) => ({ name })),
      );
  }
  refuseUnknown(given, known);
  const before = previousOf(looked.map(({ stack }) => stack));
  const all = looked
    .filter(({ stack, isWanted }) => stack.exists || isWanted({ ...before, ...given }))
    .map(({ stack }) => stack);
  if (image !== undefined && given.ImageUri !== undefined)
    throw new Refused('--image and the parameter ImageUri say the same: give one of them.');
  if (given.NatGateways === 'none' && { ...before, ...given }.Endpoints !== 'home')
    throw new Refused(
      'Without NAT (NatGateways none) tasks reach AWS by VPC endpoints alone: give Endpoints home too.',
    );
  if (isOpened(before, given) && !all.some(({ template }) => template.file === 'network.yaml'))
    throw new Refused(
      'A load balancer that faces the internet lies in public subnets: give PublicSubnetIds of your network.',
    );
  const { ImageUri = '-', CpuArchitecture = '-' } = given; // chosen later
  refuseMissing(all, { ...given, ImageUri, CpuArchitecture });
  return all;
}

/** Whether it is to face the internet from now on, and nobody says where: it would stay in private subnets. */
const isOpened = (before, { LoadBalancerScheme, PublicSubnetIds, LoadBalancerSubnetIds }) =>
  LoadBalancerScheme === 'internet-facing' &&
  before.LoadBalancerScheme !== 'internet-facing' &&
  PublicSubnetIds === undefined &&
  LoadBalancerSubnetIds === undefined;

/** The one that is given, else the one of these sources: from ECR, or built now. */
async function chooseImage(context, { image }, given, stacks) {
  if (given.ImageUri !== undefined) return {};
  if (image !== undefined) {
    if (given.CpuArchitecture === undefined && previousOf(stacks).CpuArchitecture === undefined)
      context.out.warn('It is taken for an image of ARM64. Where it is not: CpuArchitecture X86_64.');
    return { ImageUri: image };
  }
  const architecture = given.CpuArchitecture ?? previousOf(stacks).CpuArchitecture ?? ownArchitecture();
  const { uri, made } = await ensureImage({ ...context, dryRun: context.mode !== 'deploy', architecture });
  if (made) context.counts.created++;
  return { ImageUri: uri, CpuArchitecture: architecture };
}

const isThere = (stacks, file) => stacks.some(({ template, exists }) => template.file === file && exists);
const previousOf = (stacks) => Object.assign({}, ...stacks.map(({ previous }) => previous));
