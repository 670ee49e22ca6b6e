"""How the drawings look: colours for light and dark, and the shapes that say the same without colours."""

from __future__ import annotations

LIGHT = {
    "bg": "#ffffff", "ink": "#172033", "muted": "#5a6577", "line": "#b9c2cf", "track": "#eef1f5",
    "clients": "#2b8a80", "server": "#3a68c8", "over": "#c0261c", "ok": "#1a7742", "warn": "#8a5a00",
}  # fmt: skip
DARK = {
    "bg": "#11151c", "ink": "#e8edf4", "muted": "#a0acbc", "line": "#4a5666", "track": "#1d242e",
    "clients": "#4fc1b2", "server": "#7aa2f7", "over": "#ff7a70", "ok": "#62d394", "warn": "#e6b450",
}  # fmt: skip


def variables(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def themes(root: str) -> str:
    """The colours of ``root``, by what the reader's system prefers."""
    return (
        f"{root}{{{variables(LIGHT)}color-scheme:light dark}}"
        f"@media (prefers-color-scheme:dark){{{root}{{{variables(DARK)}}}}}"
    )


SHAPES = (
    ".b text{font:13px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif;fill:var(--ink)}"
    ".b .halo text{paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round}"
    ".b .strong{font-weight:600}.b .plain{fill:var(--ink)}.b .faint{font-size:11.5px;fill:var(--muted)}"
    ".b text.over{font-weight:600;fill:var(--over)}.b text.ok{font-weight:600;fill:var(--ok)}"
    ".b text.warn{font-weight:600;fill:var(--warn)}"
    ".b .h1{font-size:20px;font-weight:650}.b .h2{font-size:14px;font-weight:650}"
    ".b .ground{fill:var(--bg)}.b .track{fill:var(--track)}.b .rule{stroke:var(--line);stroke-width:1}"
    ".b .used{fill:var(--server)}.b .clients .used,.b .used.clients{fill:var(--clients)}"
    ".b .free{fill:var(--track);stroke:var(--line);stroke-width:1}"
    ".b .reserved{fill:url(#b-hatch);stroke:var(--line);stroke-width:1}"
    ".b rect.over,.b path.over{fill:var(--over)}.b rect.over{stroke:var(--over)}"
    ".b .unknown{fill:none;stroke:var(--muted);stroke-dasharray:3 3}"
    ".b .band{fill:var(--server);fill-opacity:.28}.b .band.clients{fill:var(--clients)}"
    ".b .band.over{fill:var(--over);fill-opacity:.5}.b .funnel{fill:var(--muted);fill-opacity:.13}"
)
HATCH = (
    '<pattern id="b-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" class="track"/><line x1="0" y1="0" x2="0" y2="6" stroke="var(--muted)" '
    'stroke-width="2"/></pattern>'
)
