import { exposureOf, type Exposure } from './exposure.js';

/** The worst first. */
export const severities = ['critical', 'high', 'medium', 'low', 'informational'] as const;
export type Severity = (typeof severities)[number];

/** A finding that an incident is about, or that its resources have beside. */
export interface KnownFinding {
  id: string;
  controlId: string;
  severity: Severity;
  title: string;
  resourceArn: string;
}

export interface Known {
  /** As whoever reports the incident says. */
  declared: Severity | undefined;
  /** What it is about. */
  findings: readonly KnownFinding[];
  /** What else is open about its resources, and about what belongs to them. */
  around: readonly KnownFinding[];
}

export interface Classification {
  severity: Severity;
  /** Why, a sentence each. */
  reasons: string[];
}

export const isWorse = (one: Severity, other: Severity): boolean =>
  severities.indexOf(one) < severities.indexOf(other);

/**
 * How bad an incident is: as it was declared; else as the worst of its findings, and one step worse where that meets
 * a resource that is open to strangers, or that has the rights of an administrator. A finding that only says so itself
 * makes nothing worse: its severity has counted that.
 */
export function classify({ declared, findings, around }: Known): Classification {
  if (declared !== undefined) return { severity: declared, reasons: [`It was declared ${declared}`] };
  const exposures = exposuresOf([...findings, ...around]);
  const sentences = exposures.map(sentence);
  const severity = severities.find((one) => findings.some((finding) => finding.severity === one));
  if (severity === undefined) {
    const reasons = ['Neither a severity nor a finding was given'];
    return { severity: exposures.length > 0 ? 'high' : 'medium', reasons: [...reasons, ...sentences] };
  }
  const worst = findings.filter((finding) => finding.severity === severity);
  const [first] = worst;
  const reasons = [
    `The worst of ${findings.length} findings is ${severity}: ${first?.title ?? ''} (${first?.resourceArn ?? ''})`,
    ...sentences,
  ];
  const meets = exposures.length > 1 || worst.some(({ controlId }) => exposureOf(controlId) === undefined);
  const raised = RAISED[severity];
  if (exposures.length === 0 || !meets || raised === undefined) return { severity, reasons };
  return { severity: raised, reasons: [...reasons, `Both together make it ${raised}`] };
}

const RAISED: Partial<Record<Severity, Severity>> = { high: 'critical', medium: 'high' };

const WORDS: Record<Exposure, string> = {
  open: 'It can be reached from outside',
  powerful: 'It has the rights of an administrator',
};

type Exposed = KnownFinding & { exposure: Exposure };

/** The first finding of each kind of exposure. */
function exposuresOf(findings: readonly KnownFinding[]): Exposed[] {
  const exposed = findings.flatMap((finding): Exposed[] => {
    const exposure = exposureOf(finding.controlId);
    return exposure === undefined ? [] : [{ ...finding, exposure }];
  });
  return (['open', 'powerful'] as const).flatMap((kind) => {
    const found = exposed.find(({ exposure }) => exposure === kind);
    return found === undefined ? [] : [found];
  });
}

const sentence = ({ exposure, controlId, resourceArn }: Exposed): string =>
  `${WORDS[exposure]}: ${controlId} (${resourceArn})`;
