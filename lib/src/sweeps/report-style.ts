/** CSS of the page of a sweep. */
export const reportStyle = `
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { margin: 0 0 8px; font-size: 28px; }
h2 { margin: 40px 0 8px; font-size: 20px; }
p { margin: 0 0 12px; max-width: 75ch; }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: 13px; }
pre { margin: 0; padding: 12px; overflow: auto; max-height: 260px; background: var(--page); border: 1px solid var(--line); border-radius: 6px; }
.best { margin: 24px 0; padding: 4px 16px 16px; background: var(--shade); border: 1px solid var(--line); border-radius: 8px; }
.best h2 { margin-top: 12px; color: var(--accent); }
/* Plotly puts a white glow around numbers, which a dark page makes a smear. */
.figure text { text-shadow: none !important; }
.wide { overflow-x: auto; }
.wide .figure { min-width: 720px; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 8px 16px; }
table { border-collapse: collapse; min-width: 100%; font-size: 14px; white-space: nowrap; }
.wide:has(table) { max-height: 560px; overflow-y: auto; border: 1px solid var(--line); border-radius: 8px; }
th, td { padding: 4px 10px; text-align: right; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
th { position: sticky; top: 0; background: var(--shade); font-weight: 600; }
th.value, td.value { text-align: left; }
th:last-child, td:last-child { text-align: left; }
tbody tr:first-child td { font-weight: 600; }
`;
