/**
 * One requirement of a framework, and what decides it. Where `manual` or `unsupported` stands beside controls, these
 * can fail the requirement but not pass it alone.
 */
export interface Requirement {
  /** As the framework numbers it. */
  id: string;
  title: string;
  section: string;
  /** Ids of the controls that decide it, or that are evidence for it. */
  controls: readonly string[];
  /** Why a person has to judge (the rest of) it. */
  manual?: string;
  /** What AWS could tell and this product does not read. */
  unsupported?: string;
}

export interface Framework {
  /** The slug that the API takes. */
  id: string;
  /** Other names for it; case does not matter. */
  aliases: readonly string[];
  name: string;
  version: string;
  description: string;
  /** What a reader must know before trusting the result. */
  note?: string;
  requirements: readonly Requirement[];
}

type Unplaced = Omit<Requirement, 'section'>;

/** Declares a framework. Its control ids and requirement ids are checked by the spec. */
export const framework = (definition: Framework): Framework => definition;

/** The requirements of one chapter. */
export const section = (name: string, requirements: readonly Unplaced[]): Requirement[] =>
  requirements.map((requirement) => ({ ...requirement, section: name }));

/** Decided by these controls. */
export const decided = (id: string, title: string, ...controls: string[]): Unplaced => ({
  id,
  title,
  controls,
});

/** For a person to judge; the controls, if any, are only evidence against it. */
export const byHand = (id: string, title: string, reason: string, ...controls: string[]): Unplaced => ({
  id,
  title,
  controls,
  manual: reason,
});

/** Not read (in full) by this product; the controls, if any, decide a part of it. */
export const notRead = (id: string, title: string, reason: string, ...controls: string[]): Unplaced => ({
  id,
  title,
  controls,
  unsupported: reason,
});

/** Whether its controls settle it, without a person and without a part that is not read. */
export const isAutomated = ({ controls, manual, unsupported }: Requirement): boolean =>
  controls.length > 0 && manual === undefined && unsupported === undefined;

/** Every control that a framework names, once. */
export const controlsOf = ({ requirements }: Pick<Framework, 'requirements'>): string[] => [
  ...new Set(requirements.flatMap(({ controls }) => controls)),
];

export const interpretive =
  'The mapping is an interpretation. Results are technical evidence for a requirement, never proof of compliance with it.';
