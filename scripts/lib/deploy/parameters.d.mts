export interface Parameter {
  name: string;
  required: boolean;
}
export type Chosen = { name: string; value: string } | { name: string; previous: true };
type Values = Record<string, string>;

export function choose(
  parameters: readonly Parameter[],
  from: { given: Values; outputs: Values; previous: Values },
): { chosen: Chosen[]; missing: string[] };
export function derived(previous: Values, known: Values): Values;
export function refuseUnknown(given: Values, byTemplate: Map<string, Parameter[]>): void;
export function refuseMissing(
  stacks: readonly {
    template: { file: string; outputs: string[] };
    parameters: Parameter[];
    previous: Values;
  }[],
  given: Values,
): void;
