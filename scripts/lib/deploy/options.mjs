import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TEMPLATES } from './template.mjs';

/** What `npm run deploy` is told: by its options and by the file of parameters. */

export const HELP = `npm run deploy -- [--environment NAME] [--parameters FILE] [--image URI] [--plan | --dry-run]
npm run deploy -- --member --parameters FILE          this account is watched: its roles, and its events go home
npm run deploy -- --organization --parameters FILE    the same for all accounts of an organization (StackSets)

Makes or changes in AWS all that the service needs, with the credentials of the environment: the image in ECR, the
stacks of deploy/templates one after the other by change sets, and the state machines where WorkflowEngine is aws.
A second run changes nothing. It never deletes a stack that works (docs/deploying.md says how to).

  --environment NAME    name of the installation (default: ENVIRONMENT, else dev)
  --region REGION       where (default: AWS_REGION, else AWS_DEFAULT_REGION)
  --parameters FILE     JSON, {"Name": "value"} or CloudFormation's list; deploy/templates/README.md has their names.
                        Left out on a later run: what the stacks have stays
  --image URI           takes this image; else it is built and pushed by docker, podman or buildah, unless ECR has the
                        one of these sources already
  --event-regions LIST  of --member: regions whose events are sent home (default: the region, and us-east-1)
  --templates FOLDER    templates of your own, made of those in deploy/templates
  --dry-run             only says what it would do; changes nothing
  --plan                shows each change of each resource, by change sets that it deletes again
  --detailed-exitcode   with --plan or --dry-run: ends with 2 where something would change
  --help

Exit codes: 0 done, 1 failed, 2 changes (--detailed-exitcode), 78 something is missing or wrong before it began.
`;

/** What was asked for cannot be: nothing was begun. */
export class Refused extends Error {}

/** Part of names: of roles (64 characters), and of a database, whose hyphens stand alone and not at the end. */
const ENVIRONMENT = /^(?=.{1,29}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/** @param {string[]} args @param {NodeJS.ProcessEnv} env @throws Refused */
export function readOptions(args, env) {
  const given = parsed(args);
  if (given.help) return { help: true };
  const environment = given.environment ?? (env.ENVIRONMENT || 'dev');
  if (!ENVIRONMENT.test(environment))
    throw new Refused(
      `The environment "${environment}" must be a lower-case name of at most 29 characters, such as prod or prod-eu.`,
    );
  const region = given.region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION);
  if (!region) throw new Refused('Say in which region: export AWS_REGION=eu-west-1, or --region eu-west-1.');
  if (!REGION.test(region)) throw new Refused(`"${region}" is no region, such as eu-west-1.`);
  if (given.member && given.organization) throw new Refused('--member and --organization are two runs.');
  if (given.image !== undefined && (given.member || given.organization))
    throw new Refused('--image belongs to the service, not to --member or --organization.');
  const eventRegions = given['event-regions']?.split(',').map((one) => one.trim());
  if (eventRegions?.some((one) => !REGION.test(one)))
    throw new Refused(`--event-regions "${given['event-regions']}" must be regions divided by commas.`);
  return {
    what: given.member ? 'member' : given.organization ? 'organization' : 'home',
    environment,
    region,
    image: given.image,
    eventRegions: eventRegions ?? [...new Set([region, 'us-east-1'])],
    parameters: given.parameters === undefined ? {} : readParameters(given.parameters, env),
    templates: given.templates === undefined ? TEMPLATES : typed(given.templates, env),
    mode: given.plan ? 'plan' : given['dry-run'] ? 'dry-run' : 'deploy',
    detailedExitCode: given['detailed-exitcode'],
  };
}

function parsed(args) {
  const flag = { type: 'boolean', default: false };
  const text = { type: 'string' };
  try {
    return parseArgs({
      args,
      options: {
        ...{
          environment: text,
          region: text,
          parameters: text,
          image: text,
          templates: text,
          'event-regions': text,
        },
        ...{ member: flag, organization: flag, plan: flag, 'dry-run': flag, 'detailed-exitcode': flag },
        help: flag,
      },
    }).values;
  } catch (error) {
    throw new Refused(`${error.message.split('\n')[0]} (npm run deploy -- --help)`);
  }
}

/** A path as a person types it: from where npm was called. */
const typed = (path, env) => resolve(env.INIT_CWD || process.cwd(), path);

/** @returns {Record<string, string>} */
function readParameters(file, env) {
  const path = typed(file, env);
  if (!existsSync(path)) throw new Refused(`There is no file ${file}.`);
  let content;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Refused(`${file} is no JSON: ${error.message}`);
  }
  const pairs = Array.isArray(content)
    ? content.map((one) => [one?.ParameterKey, one?.ParameterValue])
    : Object.entries(content ?? {});
  for (const [name, value] of pairs) {
    if (typeof name !== 'string' || !['string', 'number', 'boolean'].includes(typeof value))
      throw new Refused(`${file}: ${name} must be a text. Lists are one text with commas.`);
  }
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value)]));
}
