"""How the HTML report looks. Colours have a contrast of at least 4.5 to what they stand on, in light and in dark."""

STYLE = """\
:root {
  --ground: #ffffff; --panel: #f6f7f9; --ink: #1c2128; --faint: #5c6570; --line: #d8dde3;
  --error: #b3261e; --warning: #8a5a00; --note: #0b5cad; --mark: #ffe08a; --added: #116329; --removed: #a40e26;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c; --panel: #1d2229; --ink: #e3e7ec; --faint: #9aa4b0; --line: #343c46;
    --error: #ff8a80; --warning: #f0b849; --note: #7db8ff; --mark: #5c4a10; --added: #6fdd8b; --removed: #ff9492;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 66rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere;
}
code, pre, table { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code, pre, table { font-size: 0.875rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0.5rem 0 1rem; }
h1 small { color: var(--faint); font-weight: normal; font-size: 1rem; }
h2 { font-size: 1rem; font-weight: normal; margin: 0; }
h2 .place { display: block; color: var(--faint); }
a { color: inherit; }
nav ul { list-style: none; margin: 0 0 1.5rem; padding: 0; columns: 22rem; }
nav li { margin: 0 0 0.3rem; padding-left: 4.75rem; text-indent: -4.75rem; break-inside: avoid; }
nav .badge { text-indent: 0; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav i { color: var(--faint); font-style: normal; }
article { border: 1px solid var(--line); border-left: 4px solid; border-radius: 6px; padding: 0.75rem 1rem; }
article { margin: 0 0 1.25rem; }
article.error { border-left-color: var(--error); }
article.warning { border-left-color: var(--warning); }
article.note { border-left-color: var(--note); }
article:target { outline: 2px solid var(--note); }
.badge { display: inline-block; min-width: 4.25rem; text-align: center; border: 1px solid; border-radius: 4px; }
.badge { font-size: 0.75rem; padding: 0 0.35rem; }
.badge.error { color: var(--error); }
.badge.warning { color: var(--warning); }
.badge.note { color: var(--note); }
.message { font-weight: 600; margin: 0.5rem 0; }
.place { color: var(--faint); }
.stack { color: var(--faint); font-size: 0.875rem; margin: 0.5rem 0; }
.help { margin: 0.5rem 0; }
pre { background: var(--panel); border-radius: 4px; margin: 0.5rem 0; padding: 0.5rem 0.75rem; overflow-x: auto; }
pre { line-height: 1.45; }
pre.source, pre.diff { display: grid; }
pre.source span { min-height: 1.45em; color: var(--faint); }
pre.source span.hit { color: var(--ink); }
pre.source i { display: inline-block; min-width: 3ch; margin-right: 2ch; text-align: right; font-style: normal; }
pre.source i { color: var(--faint); user-select: none; }
mark { background: var(--mark); color: var(--ink); border-radius: 2px; }
pre.diff ins, pre.diff del { text-decoration: none; }
pre.diff ins { color: var(--added); }
pre.diff del { color: var(--removed); }
pre.diff .at { color: var(--faint); }
.wide { overflow-x: auto; margin: 0.5rem 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.15rem 1rem 0.15rem 0; }
td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th { white-space: nowrap; }
tr.total th, tr.total td { border-top: 1px solid var(--line); font-weight: 700; padding-top: 0.35rem; }
.line { display: block; color: var(--faint); font-size: 0.8125rem; }
ul.related { margin: 0.5rem 0; padding-left: 1.1rem; }
details { margin: 0.5rem 0; color: var(--ink); }
summary { cursor: pointer; color: var(--faint); }
main > details { margin: 0 0 1rem; }
footer { color: var(--faint); font-size: 0.875rem; border-top: 1px solid var(--line); padding-top: 0.75rem; }
@media (max-width: 40rem) {
  body { padding: 0.75rem; }
  article { padding: 0.6rem 0.75rem; }
  table, tbody { display: block; }
  tr { display: grid; grid-template-columns: auto auto 1fr; column-gap: 0.75rem; }
  td, th { padding: 0.1rem 0; }
  tr td:empty { display: none; }
  tr td:last-child { grid-column: 1 / -1; padding-bottom: 0.4rem; }
  tr.total { grid-template-columns: auto 1fr; }
  tr.total td.number { text-align: left; }
}
@media print { pre { white-space: pre-wrap; } }
"""
