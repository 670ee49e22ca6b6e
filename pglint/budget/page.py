"""The look of the page around the drawings."""

from __future__ import annotations

PAGE = """\
body{margin:0;background:var(--bg);color:var(--ink);
font:15px/1.45 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
main{max-width:1200px;margin:0 auto;padding:0 0 40px}
section>*:not(svg):not(h2),h3{padding:0 24px}
svg{display:block;width:100%;height:auto}
svg.small{display:none}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
h2.hidden{margin:0}
h3{font-size:17px;margin:34px 0 2px}
p{margin:2px 0 8px;color:var(--muted)}
table{border-collapse:collapse;table-layout:fixed;width:100%;min-width:620px;font-size:14px}
.table{overflow-x:auto}
th,td{text-align:left;padding:5px 12px 5px 0;border-top:1px solid var(--line);vertical-align:top}
thead th{border:0;color:var(--muted);font-weight:400}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
tr.part td{border-top:0;padding-top:0;color:var(--muted)}
th:nth-child(1){width:24%}
th:nth-child(2),th:nth-child(3){width:7%}
th:nth-child(4){width:18%}
tr.part td:first-child{padding-left:18px}
code{font:13px ui-monospace,'SF Mono',Menlo,Consolas,monospace;overflow-wrap:anywhere}
.over{color:var(--over);font-weight:600}
.ok{color:var(--ok);font-weight:600}
.warn{color:var(--warn);font-weight:600}
.unknown{color:var(--muted)}
section+section{border-top:6px solid var(--track)}
"""
NARROW_PAGE = """\
svg.broad{display:none}
svg.small{display:block}
section>*:not(svg):not(h2),h3{padding:0 16px}
thead{display:none}
table,tbody,tr,td{display:block}
td{border:0;padding:1px 0}
td.n{display:inline-block;text-align:left;margin-right:16px}
td.n:empty{display:none}
tr{border-top:1px solid var(--line);padding:6px 0}
tr.part{border-top:0;padding:2px 0 2px 14px}
tr.part td:first-child{padding-left:0}
table{min-width:0}
td[data-label]:not(:empty)::before{content:attr(data-label) ' ';color:var(--muted)}
"""
"""In a narrow window the rows of tables become blocks."""
