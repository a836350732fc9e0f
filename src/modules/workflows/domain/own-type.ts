/** Types of the contract: those that come with a later part of the service are not a tenant's either. */
const OURS: ReadonlySet<string> = new Set([
  ...[
    'compliance-scan',
    'remediation',
    'compliance-assessment',
    'incident-response',
    'audit-pack-generation',
  ],
  ...['continuous-monitoring', 'patch-approval', 'compliance-remediation', 'patch-installation'],
]);

/** What clients send in place of a name by mistake, and the names of our own paths. */
const NO_NAMES: ReadonlySet<string> = new Set(['null', 'undefined', 'constructor', 'validate']);

/** Lower-case words with hyphens, each of which begins with a letter, so that a state machine's name leads back to it. */
export const OWN_TYPE = /^(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;

/** Why a tenant cannot name a workflow so; undefined where it can. */
export function refusalOfType(type: string): 'no name' | 'ours' | undefined {
  if (!OWN_TYPE.test(type) || NO_NAMES.has(type)) return 'no name';
  return OURS.has(type) ? 'ours' : undefined;
}

const SUFFIX = 'Workflow';

/** `nightly-check` runs as `NightlyCheckWorkflow`: no two types as the same. */
export const stateMachineOf = (type: string): string =>
  type.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()) + SUFFIX;

/** The type whose state machine this is; undefined where it can be none. */
export function typeOf(stateMachine: string): string | undefined {
  if (!/^[A-Z][A-Za-z0-9]*Workflow$/.test(stateMachine)) return undefined;
  const words = stateMachine
    .slice(0, -SUFFIX.length)
    .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const type = words.slice(1);
  return stateMachineOf(type) === stateMachine ? type : undefined;
}
