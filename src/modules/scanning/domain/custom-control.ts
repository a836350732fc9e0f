import { type Control, type Severity, undecided } from './control.js';
import { isNoEvidence, type NoEvidence } from './part.js';
import { type ResourceType } from './resource-type.js';

/** What a tenant may have and use of custom controls and frameworks. */
export const customLimits = { controls: 100, frameworks: 50, expressionBytes: 8 * 1024 } as const;

/** `custom_` keeps them apart from the product's for ever. */
export const customId = /^custom_[a-z0-9]+(?:_[a-z0-9]+)*$/;

export const customFrameworkId = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

export const NO_CONTROL = 'is no control: GET /controls lists them';
export const NO_FRAMEWORK = 'is no framework: GET /frameworks lists them';

/** A tenant's rule about one type of resource, as it is saved. */
export interface CustomDefinition {
  id: string;
  resourceType: string;
  severity: Severity;
  title: string;
  risk: string;
  remediation: { text: string; url?: string | undefined };
  /** JSONata over the configuration. */
  expression: string;
}

/** What a dry run has tried, as one text: the same expression on another type is not. */
export const triedAs = ({
  resourceType,
  expression,
}: Pick<CustomDefinition, 'resourceType' | 'expression'>): string => `${resourceType}\n${expression}`;

/** A control of a tenant's own. What it says is computed apart, by its expression: `judge` cannot. */
export interface CustomControl extends Control {
  expression: string;
}

/** @param type that of `resourceType` */
export function customControl(definition: CustomDefinition, type: ResourceType): CustomControl {
  const { id, severity, title, risk, expression, remediation } = definition;
  const notHere = () => undecided('A control of your own is decided by its expression alone');
  return {
    ...{ id, aliases: [], type: type.type, severity, class: 'security', title, risk, parameters: {} },
    remediation: { text: remediation.text, url: remediation.url ?? '' },
    ...{ expression, needs: partsNamed(expression, type), judge: notHere, evaluate: notHere },
  };
}

/**
 * The fields that an expression may read, so that a narrow scan reads them: those that it names, or all of them where
 * it can reach what it does not name (`*`, `**`, `$`, an escape in a text). One too few is no evidence, never a pass.
 */
export function partsNamed(expression: string, { schema }: Pick<ResourceType, 'schema'>): string[] {
  const shape: unknown = 'shape' in schema ? schema.shape : {};
  const fields = Object.keys(Object(shape) as object);
  const reachesAll = /\*|\\|\$(?![A-Za-z_])|\$(?:lookup|each|keys|spread|sift|merge)\b/.test(expression);
  return reachesAll ? fields : fields.filter((field) => expression.includes(field));
}

/** A place in a configuration without evidence. */
export interface MissingPart {
  path: (string | number)[];
  why: NoEvidence;
}

/** Where a configuration has no evidence. */
export function missingParts(value: unknown, path: (string | number)[] = []): MissingPart[] {
  if (isNoEvidence(value)) return [{ path, why: value }];
  if (Array.isArray(value)) return value.flatMap((item, at) => missingParts(item, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => missingParts(item, [...path, name]));
}

/** As errors of a scan name it: `accessKeys.lastUsedAt`. */
export const partName = ({ path }: MissingPart): string =>
  path.filter((step) => typeof step === 'string').join('.');
