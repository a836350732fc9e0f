import { Markup } from './html.js';

/** What the technical report adds to REPORT_STYLE: contents at the side, folds, marks of status. */
export const ASSESSMENT_STYLE = new Markup(`
:root { --accent: #0e6471; --partial: #7db3b8; --failed: #3b4656; }
@media (prefers-color-scheme: dark) { :root { --accent: #5fb8c4; --partial: #8fc9ce; --failed: #b9c2ce; } }
body { max-width: 82rem; }
a { color: var(--accent); } a:not(:hover) { text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); }
h2 { scroll-margin-top: 1rem; padding-top: .4rem; } [id] { scroll-margin-top: 1rem; }
.lead { font-size: 1.15rem; margin: 1rem 0 .2rem; font-weight: 600; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1.2rem 2rem; margin: 1.6rem 0;
  align-items: end; }
.charts figure { margin: 0; } .charts figcaption { font-size: .82rem; color: var(--quiet); margin-bottom: .4rem; }
.charts svg { width: 100%; height: auto; max-height: 13rem; display: block; } .charts .broad { grid-column: 1 / -1; }
svg [fill="#1c2430"] { fill: var(--ink); } svg [fill="#5b6675"] { fill: var(--quiet); }
svg [fill="#eef1f5"] { fill: var(--soft); } svg [stroke="#e9edf2"], svg [stroke="#d9dee6"] { stroke: var(--line); }
svg [stroke="#e6eaf0"], svg [fill="#e6eaf0"] { fill: var(--line); } svg [fill="none"] { fill: none; }
@media (prefers-color-scheme: dark) { svg [fill="#3b4656"] { fill: #8494a8; }
  svg text[fill="#ffffff"] { fill: #10161d; } svg [stroke="#ffffff"] { stroke: var(--paper); }
  svg [fill="#7db3b8"] { fill: #2f7780; } svg [fill="#b9c2ce"] { fill: #4b5768; } svg [fill="#d6dce4"] { fill: #39434f; }
  svg [fill="#e9edf2"] { fill: #262e38; } svg [fill="#0e6471"] { fill: var(--accent); } svg [stroke="#0e6471"] { stroke: var(--accent); } }
.contents { font-size: .86rem; } .contents ol { list-style: none; padding: 0; margin: 0; }
.contents li { margin: .28rem 0; } .contents a { text-decoration: none; color: var(--ink); } .contents a:hover { color: var(--accent); }
.contents ol ol { padding-left: .8rem; } .contents ol ol a { color: var(--quiet); }
@media (min-width: 68rem) { .page { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 3rem; }
  .contents { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 1.5rem 0; } }
.item { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; background: var(--paper); }
.item > summary { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: baseline; padding: .6rem .9rem; cursor: pointer; }
.item > summary::marker { content: ""; } .item > summary::-webkit-details-marker { display: none; }
.item > summary::before { content: "▸"; color: var(--quiet); width: .7rem; } .item[open] > summary::before { content: "▾"; }
.item > summary > b { flex: 1 1 16rem; font-weight: 600; overflow-wrap: anywhere; } .item > div { padding: 0 .9rem .8rem; }
.item { content-visibility: auto; contain-intrinsic-size: auto 3rem; }
.status { font-size: .78rem; padding: .05rem .55rem; border-radius: 1rem; border: 1px solid var(--line); white-space: nowrap; }
.status.passed { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.status.failed { background: var(--failed); border-color: var(--failed); color: var(--paper); }
.status.partial { background: var(--partial); border-color: var(--partial); color: #10252a; }
.number { min-width: 3.2rem; } table.plain { min-width: 30rem; table-layout: auto; }
table.plain th, table.resources th { width: auto !important; } table.resources { min-width: 44rem; }
table.resources th:nth-child(1) { width: 44% !important; } table.resources th:nth-child(2) { width: 22% !important; }
pre { margin: .4rem 0; padding: .6rem .8rem; background: var(--soft); border-radius: .4rem; overflow-x: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; font: .8rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
td details summary { cursor: pointer; color: var(--accent); font-size: .82rem; } code { overflow-wrap: anywhere; }
p, li, h1, h2, h3, b { overflow-wrap: anywhere; }
.steps { padding: 0; list-style: none; counter-reset: step; } .steps > li { padding: .9rem 0 .9rem 2.4rem; border-top: 1px solid var(--line);
  position: relative; } .steps > li::before { content: attr(data-rank); position: absolute; left: 0; color: var(--accent);
  font-size: 1.25rem; font-weight: 600; line-height: 1.2; } .steps p { margin: .25rem 0; }
.steps dl { display: flex; flex-wrap: wrap; gap: .2rem 1.6rem; margin: .5rem 0 .2rem; font-size: .86rem; }
.steps dl div { display: flex; gap: .4rem; } .steps dt { color: var(--quiet); } .steps dd { margin: 0; font-weight: 600; }
.ids { font: .78rem/1.6 ui-monospace, Menlo, Consolas, monospace; color: var(--quiet); overflow-wrap: anywhere; }
.written { border-left: 4px solid var(--accent); } .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 0 2rem; }
.two h3 { text-transform: none; margin-top: .6rem; } .two ul, .risks { list-style: none; padding: 0; } .two li, .risks li { margin: .6rem 0; }
@media print { .contents { display: none; } .item { break-inside: auto; content-visibility: visible; border: 0; border-top: 1px solid var(--line);
  border-radius: 0; } .item > summary { break-after: avoid; } details:not([open])::details-content { content-visibility: visible; display: block; }
  .status { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
`);
