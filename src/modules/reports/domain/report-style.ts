import { severityColours as colours } from '../../../shared/palette.js';
import { Markup } from './html.js';

/** Plain, readable on a phone and on paper, in light and in dark. */
export const REPORT_STYLE = new Markup(`
:root { color-scheme: light dark; --ink: #1c2430; --quiet: #5b6675; --line: #d9dee6; --paper: #fff; --soft: #f5f7fa;
  --critical: ${colours.critical}; --high: ${colours.high}; --medium: ${colours.medium}; --low: ${colours.low};
  --informational: ${colours.informational}; --savings: #15803d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --quiet: #9aa5b5; --line: #333c4a; --paper: #12161c;
  --soft: #1b212a; --critical: #fb7185; --high: #fb923c; --medium: #facc15; --low: #60a5fa; --informational: #94a3b8;
  --savings: #4ade80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem; color: var(--ink); background: var(--paper);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
h1 { font-size: 1.7rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .5rem; text-transform: capitalize; }
header p { margin: .2rem 0 0; }
.quiet { color: var(--quiet); font-weight: normal; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .8rem 1.5rem; margin: 1.5rem 0;
  padding: 1rem 0; border: solid var(--line); border-width: 1px 0; }
.facts dt { color: var(--quiet); font-size: .82rem; } .facts dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem; margin: 0; padding: 0; list-style: none; }
.tiles li { flex: 1 1 7rem; padding: .7rem .9rem; background: var(--soft); border-radius: .5rem;
  border-left: 4px solid var(--tile, var(--line)); }
.tiles strong { display: block; font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--quiet); font-size: .82rem; }
.critical { --tile: var(--critical); } .high { --tile: var(--high); } .medium { --tile: var(--medium); }
.low { --tile: var(--low); } .informational { --tile: var(--informational); } .savings { --tile: var(--savings); }
.dot { display: inline-block; width: .7em; height: .7em; margin-right: .5em; border-radius: 50%; background: var(--tile); }
.note { margin: 1.4rem 0; padding: .1rem 1rem; background: var(--soft); border-radius: .5rem; } p.note { padding: .6rem 1rem; }
.note h2 { margin-top: .8rem; }
.wide { overflow-x: auto; }
table { width: 100%; min-width: 46rem; table-layout: fixed; border-collapse: collapse; font-size: .9rem; }
th { color: var(--quiet); font-weight: 600; text-align: left; }
th, td { padding: .5rem .7rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:nth-child(1) { width: 24%; } th:nth-child(2) { width: 36%; } th:nth-child(4) { width: 8rem; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; padding-right: 0; }
code { display: block; font: .82rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
td > .quiet { display: block; font-size: .82rem; } td:first-child code { color: var(--quiet); }
ol { padding-left: 1.2rem; } li p { margin: .1rem 0 .8rem; }
footer { margin-top: 2.5rem; font-size: .82rem; }
@media print { body { padding: 0; font-size: 11px; } tr { break-inside: avoid; } thead { display: table-header-group; } }
`);
