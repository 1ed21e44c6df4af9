import { hash } from 'node:crypto'

/** The page's whole style. Colours have a contrast of at least 4.5 to 1 with what they stand on, in both schemes. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #55606b; --paper: #fff; --line: #d5dae0; --tint: #f3f5f7;
  --good: #1a6b35; --fair: #7a5200; --bad: #b3161b; --link: #0b5394; --bar: #2f9457; }
@media (prefers-color-scheme: dark) { :root { --text: #e8eaed; --soft: #a9b3bd; --paper: #16191d; --line: #3a424b;
  --tint: #20252b; --good: #6fd08c; --fair: #e5b75a; --bad: #ff8d8a; --link: #8ec5ff; --bar: #3d8f5c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 68rem; background: var(--paper); color: var(--text);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); }
.skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; } h2 { margin: 2.5rem 0 .75rem; padding-top: .5rem;
  border-top: 2px solid var(--text); font-size: 1.35rem; } h3 { margin: 0 0 .25rem; font-size: 1.15rem; }
h4 { margin: 1.25rem 0 .4rem; font-size: 1rem; }
p { margin: .35rem 0; } .soft { color: var(--soft); }
.verdict { margin: 1.25rem 0; padding: .75rem 1rem; border: 1px solid var(--line); border-left: .4rem solid var(--soft);
  border-radius: .3rem; background: var(--tint); }
.verdict.good { border-left-color: var(--good); } .verdict.bad { border-left-color: var(--bad); }
.verdict.fair { border-left-color: var(--fair); }
.good { color: var(--good); } .fair { color: var(--fair); } .bad { color: var(--bad); } .verdict { color: var(--text); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .75rem; margin: 1rem 0;
  padding: 0; list-style: none; }
.numbers li { padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .3rem; }
.numbers strong { display: block; font-size: 1.35rem; line-height: 1.25; }
article { margin: 0 0 1.75rem; padding: 1rem; border: 1px solid var(--line); border-radius: .4rem; }
.scroll { overflow-x: auto; }
table { width: 100%; margin: .5rem 0 0; border-collapse: collapse; font-size: .94rem; }
caption { padding: 0 0 .3rem; text-align: left; font-weight: 600; }
th, td { padding: .4rem .6rem .4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--soft); font-size: .85rem; font-weight: 600; }
tbody th { min-width: 12rem; font-weight: 600; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font: .86rem/1.45 ui-monospace, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
pre { margin: .5rem 0; padding: .75rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--tint);
  white-space: pre-wrap; overflow-wrap: anywhere; }
.bar { display: block; width: 100%; height: 1.1rem; margin: .35rem 0 0; }
.bar .on { fill: var(--bar); } .bar .off { fill: var(--bad); } .bar .rest { fill: var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: .5rem 0; } dd { margin: 0; }
footer { margin-top: 2.5rem; padding-top: .75rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
@media (max-width: 40rem) {
  h1 { font-size: 1.5rem; } article { padding: .75rem; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; }
  table.stacks thead { position: absolute; left: -100rem; }
  table.stacks, table.stacks tbody, table.stacks caption, table.stacks tr, table.stacks th, table.stacks td { display: block; }
  table.stacks tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  table.stacks th, table.stacks td { padding: .1rem 0; border: 0; }
  table.stacks td::before { content: attr(data-label) ": "; color: var(--soft); }
}
@media print {
  :root { --text: #000; --soft: #444; --paper: #fff; --line: #bbb; --tint: #fff; --good: #1a6b35; --fair: #7a5200;
    --bad: #b3161b; --link: #000; }
  @page { margin: 15mm; }
  body { padding: 0; max-width: none; font-size: 9.5pt; line-height: 1.35; } nav, .skip { display: none; }
  h1 { font-size: 1.6rem; } h2 { margin: 1.2rem 0 .4rem; } article { margin: 0 0 1rem; padding: .6rem .8rem; }
  .verdict, .numbers { margin: .7rem 0; } .numbers li { padding: .35rem .6rem; } th, td { padding: .25rem .5rem .25rem 0; }
  .numbers { grid-template-columns: repeat(6, 1fr); gap: .4rem; } .numbers strong { font-size: 1.05rem; }
  h2, h3, h4, caption, thead, p:has(+ .scroll), p:has(+ pre) { break-after: avoid; }
  tr, pre, dl, .verdict, .numbers { break-inside: avoid; } thead { display: table-header-group; }
  .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; } .scroll { overflow: visible; }
}
`

/** What the page may do: show this very style, and nothing else. No script, no request, no form, no frame. */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'`
