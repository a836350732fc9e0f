/**
 * The one palette of charts, reports and emails. The severities go from dark to light as well as from red to yellow,
 * so that they stay apart in grey print and for people who do not tell red from green; each is 3:1 or more on white
 * (WCAG 2.2, 1.4.11) but `medium`, which is nearly that and never stands without its name.
 */
export const severityColours = {
  critical: '#8c1c2e',
  high: '#cf5220',
  medium: '#cf9514',
  low: '#3f83b5',
  informational: '#8592a3',
} as const;

/** What a requirement came to: passed is the accent, failed is ink, what is not known is pale. */
export const statusColours = {
  passed: '#0e6471',
  partial: '#7db3b8',
  failed: '#3b4656',
  no_evidence: '#b9c2ce',
  manual: '#d6dce4',
  not_applicable: '#e9edf2',
} as const;

export const colours = {
  ink: '#1c2430',
  quiet: '#5b6675',
  line: '#d9dee6',
  soft: '#f5f7fa',
  paper: '#ffffff',
  /** The one colour that is no severity. */
  accent: '#0e6471',
} as const;
