import { createHash } from 'node:crypto';
import { FILE_POLICY } from '../../../platform/http/index.js';

/** The whole look of the pages that links open; light or dark, as the reader's system is. */
export const STYLE = `
:root{color-scheme:light dark;--page:#f3f5f8;--card:#fff;--ink:#16202c;--soft:#56657a;--line:#dde3ea;--field:#fff;
--edge:#8b99ab;--go:#0b6b50;--go-ink:#fff;--stop:#b3261e;--stop-ink:#fff;--wait:#8a5300;--wait-back:#fdf1dc;
--good-back:#dff3ea;--bad-back:#fbe6e4;--plain-back:#e9edf3;--focus:#1f5fd6}
@media (prefers-color-scheme:dark){:root{--page:#0e141b;--card:#17202a;--ink:#e8edf3;--soft:#9fb0c3;--line:#2a3644;
--field:#0f161e;--edge:#66778b;--go:#37b48e;--go-ink:#06251b;--stop:#f2867d;--stop-ink:#340a07;--wait:#f0bd6a;
--wait-back:#3a2b10;--good-back:#11372b;--bad-back:#43201d;--plain-back:#243040;--focus:#8db4ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
-webkit-text-size-adjust:100%;overflow-wrap:anywhere}
header,main,footer{max-width:46rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.25rem;padding-bottom:.75rem;display:flex;align-items:center;gap:.6rem;color:var(--soft);font-size:.9rem}
header svg{flex:none;width:1.5rem;height:1.5rem}
header b{color:var(--ink)}
article{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.25rem;margin:0 0 1rem}
@media (min-width:40rem){article{padding:1.75rem 2rem}header{padding-top:2rem}}
.kind{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin:0 0 .5rem;color:var(--soft);font-size:.9rem}
h1{font-size:1.4rem;line-height:1.3;margin:0 0 .5rem;text-wrap:balance}
h2{font-size:1rem;margin:1.5rem 0 .5rem}
p{margin:.5rem 0}
.chip{border-radius:99px;padding:.1rem .7rem;font-weight:600;background:var(--plain-back);color:var(--ink)}
.waiting{background:var(--wait-back);color:var(--wait)}
.good{background:var(--good-back);color:var(--go)}
.bad{background:var(--bad-back);color:var(--stop)}
.note{border-radius:8px;padding:.75rem 1rem;margin:0 0 1rem;font-weight:600}
.note.plain{background:var(--plain-back);font-weight:400}
dl{margin:1rem 0 0;display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.4rem 1.25rem}
dt{color:var(--soft)}dd{margin:0;min-width:0}
.wide{grid-column:1/-1}dt.wide{margin-top:.6rem;font-weight:600;color:var(--ink)}
pre{margin:.3rem 0;padding:.6rem .8rem;background:var(--page);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere;
font:.85em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
@media (max-width:30rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}}
.soft{color:var(--soft)}
.list{list-style:none;margin:0;padding:0}
.list>li{border-top:1px solid var(--line);padding:.6rem 0}
.list>li:first-child{border-top:0;padding-top:.1rem}
.list dl{margin:0}
ul.plain{margin:0;padding-left:1.1rem}
.sub{border-left:3px solid var(--line);padding-left:.8rem}
details>summary{cursor:pointer;font-weight:600;padding:.25rem 0}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
form>label:first-of-type{margin-top:0}
label .soft{font-weight:400}
input,textarea{width:100%;font:inherit;color:inherit;background:var(--field);border:1px solid var(--edge);border-radius:8px;padding:.6rem .7rem}
input[type=date]{max-width:14rem}
textarea{min-height:5rem;resize:vertical}
.buttons{display:flex;flex-wrap:wrap;gap:.75rem;margin-top:1.25rem}
button{font:inherit;font-weight:600;min-height:2.9rem;padding:.5rem 1.4rem;border-radius:8px;border:1px solid var(--edge);
background:transparent;color:inherit;cursor:pointer;flex:1 1 9rem;max-width:20rem}
button.primary{background:var(--go);border-color:var(--go);color:var(--go-ink)}
button.danger{border-color:var(--stop);color:var(--stop)}
button.danger.first{background:var(--stop);color:var(--stop-ink)}
@media (min-width:40rem){button{flex:0 1 auto}}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
footer{padding-bottom:2.5rem;color:var(--soft);font-size:.85rem}
bdi{unicode-bidi:isolate}
`;

const digest = createHash('sha256').update(STYLE).digest('base64');

/** Sent with each page: no script, nothing from elsewhere, in nobody's frame, in no cache, in no index. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${digest}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'Cache-Control': 'no-store',
};

/** Sent with a report: it has styles and pictures of its own, and may do nothing. */
export const FILE_HEADERS: Readonly<Record<string, string>> = {
  ...PAGE_HEADERS,
  'Content-Security-Policy': FILE_POLICY,
};
