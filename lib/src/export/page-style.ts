import { colourVariables, demoPageColours } from '../colours/themes.js';

/** The page's style sheet: one column on a phone, otherwise two, light and dark. */
export const pageStyle: string = `
${colourVariables(demoPageColours)}
:root { font: 16px/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); padding: 16px; }
header, main, footer { max-width: 1000px; margin: 0 auto; }
h1 { font-size: 1.25rem; line-height: 1.15; margin: 0; letter-spacing: -0.01em; }
p { margin: 0; }
header { display: grid; grid-template-columns: 1fr auto; gap: 16px; align-items: center; margin-bottom: 12px; }
header p { color: var(--quiet); margin-top: 4px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.choice { border: 1px solid var(--line); border-radius: 10px; background: var(--card); padding: 3px; margin: 0; display: flex; }
.choice label { cursor: pointer; }
.choice input { position: absolute; opacity: 0; }
.choice span { display: block; padding: 7px 12px; border-radius: 7px; font-weight: 600; color: var(--quiet); }
.choice input:checked + span { background: var(--accent); color: var(--card); }
.choice input:focus-visible + span, button:focus-visible, canvas:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
section { display: grid; gap: 14px; grid-template-columns: minmax(0, 1fr); }
.pad { position: relative; aspect-ratio: 1; width: 100%; max-width: 460px; margin: 0 auto; background: var(--card); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
.pad > canvas { display: block; width: 100%; height: 100%; color: var(--ink); }
.pad > canvas:not(.shown) { touch-action: none; cursor: crosshair; user-select: none; -webkit-user-select: none; }
.pad > canvas:focus-visible { outline-offset: -3px; border-radius: 14px; }
.pad .shown { position: absolute; inset: 0; pointer-events: none; object-fit: contain; background: var(--image); image-rendering: pixelated; }
.drop { display: grid; place-items: center; border: 2px dashed var(--line); text-align: center; color: var(--quiet); }
.drop > canvas.shown { image-rendering: auto; background: var(--card); }
section:not(.empty) .drop { border: 1px solid var(--line); }
.dragged .drop { border-color: var(--accent); color: var(--accent); }
.keys { display: none; position: absolute; inset: auto 0 0; padding: 6px 10px; color: var(--quiet); font-size: 0.78rem; text-align: center; pointer-events: none; }
.pad:has(:focus-visible) .keys { display: block; }
.problem { color: var(--problem); text-align: center; }
.problem:not(:empty) { margin-top: 8px; }
.steps { color: var(--quiet); font-size: 0.85rem; text-align: center; overflow-wrap: anywhere; }
.steps:not(:empty) { margin-top: 8px; }
.tools { display: flex; flex-wrap: wrap; gap: 8px; justify-content: center; margin-top: 10px; }
button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 9px; cursor: pointer; }
.tools button { min-height: 44px; padding: 0 20px; font-weight: 600; }
button:hover:not(:disabled) { border-color: var(--accent); }
button:disabled { color: var(--quiet); opacity: 0.55; cursor: default; }
.examples { text-align: center; color: var(--quiet); font-size: 0.9rem; }
.examples div { display: grid; grid-template-columns: repeat(auto-fit, minmax(28px, 40px)); justify-content: center; gap: 6px; margin-top: 6px; }
.examples button { padding: 0; aspect-ratio: 1; overflow: hidden; border-radius: 7px; }
.examples canvas { display: block; width: 100%; height: 100%; }
.summary { display: flex; gap: 16px; align-items: center; min-height: 116px; }
.seen { margin: 0; flex: none; }
.seen canvas { display: block; width: 98px; height: 98px; object-fit: contain; image-rendering: pixelated; background: var(--image); border-radius: 8px; border: 1px solid var(--line); }
.answer-title { font-size: 2rem; line-height: 1.1; font-weight: 700; letter-spacing: -0.01em; }
.empty .answer-title { font-size: 1.35rem; color: var(--quiet); }
.answer-note { font-size: 1.05rem; }
.answer-seen { color: var(--quiet); font-size: 0.8rem; margin-top: 6px; }
.bars { list-style: none; margin: 10px 0 0; padding: 0; display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0 12px; }
.bars li { display: grid; grid-column: 1 / -1; grid-template-columns: subgrid; align-items: center; min-height: 24px; }
.name { font-variant-numeric: tabular-nums; }
.bar { height: 16px; border-radius: 4px; background: color-mix(in srgb, var(--bar) 22%, transparent); overflow: hidden; }
.bar::before { content: ''; display: block; height: 100%; width: 100%; border-radius: 4px; background: var(--bar); transform-origin: left; transform: scaleX(var(--part, 0)); transition: transform 90ms linear; }
.percent { min-width: 5em; text-align: right; font-variant-numeric: tabular-nums; color: var(--quiet); }
.best .bar::before { background: var(--accent); }
.best .name { color: var(--accent); }
.best .percent { font-weight: 700; color: var(--ink); }
.hint { position: absolute; inset: 0; display: grid; place-items: center; color: var(--quiet); pointer-events: none; }
section:not(.empty) .hint { display: none; }
.about { color: var(--quiet); font-size: 0.85rem; margin-top: 12px; }
footer { color: var(--quiet); font-size: 0.85rem; margin-top: 18px; padding-top: 12px; border-top: 1px solid var(--line); display: grid; gap: 6px; }
footer strong { color: var(--ink); }
@media (min-width: 760px) {
  body { padding: 28px 24px; }
  h1 { font-size: 2.1rem; }
  header { margin-bottom: 22px; }
  section { grid-template-columns: minmax(0, 460px) minmax(0, 1fr); grid-template-rows: auto 1fr; gap: 14px 32px; }
  .result { grid-column: 2; grid-row: 1 / 3; }
  .bars li { min-height: 29px; }
  .seen canvas { width: 140px; height: 140px; }
  .summary { min-height: 144px; }
  .answer-title { font-size: 2.6rem; }
}
@media (max-width: 759px) {
  .tools button { padding: 0 14px; }
  .examples div { grid-template-columns: repeat(5, 48px); }
  .pad { max-width: min(100%, max(240px, 38vh)); } header p { display: none; } }
@media (prefers-reduced-motion: reduce) { .bar::before { transition: none; } }
@media (forced-colors: active) { .bar::before { background: CanvasText; } .bar { border: 1px solid CanvasText; } }
`;
