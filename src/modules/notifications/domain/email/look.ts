import { colours, severityColours } from '../../../../shared/palette.js';
import type { Severity } from '../severity.js';

/** Fonts that are on every machine: nothing is loaded. */
export const FONT = 'Helvetica, Arial, sans-serif';
export const MONO = 'Menlo, Consolas, Courier New, monospace';

/** Long names break anywhere rather than make the table wider than the screen. */
export const BREAKS = 'word-break:break-word;';

/** Of the bar above an email: what is no alarm has the accent. */
export const barColour = (severity: Severity | null): string =>
  severity === null ? colours.accent : severityColours[severity];

/**
 * The same in the dark, for clients that ask (Apple Mail and kin); others keep the light one, or turn the colours
 * themselves. Charts stay on their white ground.
 */
export const DARK = `
@media (prefers-color-scheme: dark) {
  .page, .page > div { background-color: #12161c !important; }
  .card, .card table { background-color: #1b212a !important; }
  .ink, .ink div, .ink span { color: #e6eaf0 !important; }
  .quiet, .quiet div, .ink .quiet { color: #9aa5b5 !important; }
  .card .line { border-color: #333c4a !important; }
  .card .soft { background-color: #232b36 !important; border-right-color: #1b212a !important; }
  .ink .badge { color: #f2b8a8 !important; }
  .keep, .card .keep, .card .keep table { background-color: #ffffff !important; }
}
`;

export { colours };
