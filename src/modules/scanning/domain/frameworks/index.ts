import { cis15, cis30, cis40 } from './cis/versions.js';
import { type Framework, type Requirement } from './framework.js';
import { fsbp } from './fsbp/index.js';
import { gdpr } from './gdpr.js';
import { hipaa } from './hipaa.js';
import { pciDss4 } from './pci-dss/index.js';
import { soc2 } from './soc2.js';

export { controlsOf, type Framework, isAutomated, type Requirement } from './framework.js';

/** Each framework that an assessment knows. */
export const frameworks: readonly Framework[] = [cis30, cis40, cis15, pciDss4, soc2, hipaa, gdpr, fsbp];

const byName = new Map(
  frameworks.flatMap((one) => [one.id, ...one.aliases].map((name) => [name.toLowerCase(), one] as const)),
);

/** By its slug or an alias (`CIS`, `PCI_DSS`, `soc2`); case does not matter. */
export const frameworkOf = (idOrAlias: string): Framework | undefined => byName.get(idOrAlias.toLowerCase());

/** A requirement that a control speaks for. */
export interface ControlRequirement {
  frameworkId: string;
  requirement: Requirement;
}

const byControl = new Map<string, ControlRequirement[]>();
for (const { id: frameworkId, requirements } of frameworks)
  for (const requirement of requirements)
    for (const control of new Set(requirement.controls))
      byControl.set(control, [...(byControl.get(control) ?? []), { frameworkId, requirement }]);

/** What a control is evidence for, in each framework; none for a control that no framework asks for. */
export const requirementsOf = (controlId: string): readonly ControlRequirement[] =>
  byControl.get(controlId) ?? [];
