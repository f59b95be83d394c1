import { describeLanes, LANES, type Lane, type Stop, TERMINAL } from './lanes.js';

/** Pixels in the drawing's own coordinates. */
interface Point {
  readonly x: number;
  readonly y: number;
}

interface Layout {
  readonly id: 'wide' | 'narrow';
  readonly width: number;
  readonly height: number;
  readonly terminal: Point;
  /** Where a lane's stop number `index` of `count` stands. */
  stop(lane: Lane, index: number): Point;
  /** The lane from its first stop into the terminal. */
  path(lane: Lane): string;
  /** Where the label of a stop begins, and how it is set. */
  label(stop: Point): { readonly at: Point; readonly anchor: 'middle' | 'start' };
  laneName(lane: Lane): { readonly at: Point; readonly anchor: 'middle' | 'start' };
  /** The last stretch, which both lanes share. */
  readonly shared: string;
  readonly terminalLabel: Point;
}

const LINE_HEIGHT = 19;

// The front end has half as many stops: each takes the place of every other stop of the back end.
function row(lane: Lane, index: number): number {
  return lane.id === 'front' ? index * 2 : index;
}

const WIDE: Layout = {
  id: 'wide',
  width: 1040,
  height: 344,
  terminal: { x: 964, y: 158 },
  stop: (lane, index) => ({ x: 74 + row(lane, index) * 146, y: laneY(lane) }),
  path: (lane) => `M74 ${laneY(lane)}H832C884 ${laneY(lane)} 846 158 898 158`,
  label: (stop) => ({ at: { x: stop.x, y: stop.y + 36 }, anchor: 'middle' }),
  laneName: (lane) => ({ at: { x: 8, y: laneY(lane) - 30 }, anchor: 'start' }),
  shared: 'M898 158H930',
  terminalLabel: { x: 964, y: 212 },
};

const NARROW: Layout = {
  id: 'narrow',
  width: 332,
  height: 700,
  terminal: { x: 97, y: 630 },
  stop: (lane, index) => ({ x: laneX(lane), y: 64 + row(lane, index) * 84 }),
  path: (lane) => `M${laneX(lane)} 64V520C${laneX(lane)} 572 97 528 97 580`,
  label: (stop) => ({ at: { x: stop.x + 19, y: stop.y + 5 }, anchor: 'start' }),
  laneName: (lane) => ({ at: { x: laneX(lane) - 10, y: 30 }, anchor: 'start' }),
  shared: 'M97 580V598',
  terminalLabel: { x: 97, y: 688 },
};

function laneY(lane: Lane): number {
  return lane.id === 'front' ? 62 : 236;
}

function laneX(lane: Lane): number {
  return lane.id === 'front' ? 14 : 180;
}

/**
 * The two lanes as inline SVG, once for wide screens and once for phones. A drawing that is only scaled down cannot
 * be read on a phone, so the narrow one turns the lanes upright; the style sheet shows one of them.
 * No `style` attribute and no script, so that a strict Content-Security-Policy lets it pass.
 */
export function drawDiagram(): string {
  return [WIDE, NARROW].map(drawLayout).join('\n');
}

function drawLayout(layout: Layout): string {
  const title = `lanes-${layout.id}-title`;
  const desc = `lanes-${layout.id}-desc`;
  return [
    `<svg class="lanes lanes-${layout.id}" viewBox="0 0 ${layout.width} ${layout.height}" role="img" aria-labelledby="${title} ${desc}">`,
    `<title id="${title}">From code to fully deployed, in two lanes</title>`,
    `<desc id="${desc}">${describeLanes(LANES)}</desc>`,
    ...LANES.map((lane) => drawLane(lane, layout)),
    drawTerminal(layout),
    '</svg>',
  ].join('\n');
}

function drawLane(lane: Lane, layout: Layout): string {
  const name = layout.laneName(lane);
  return [
    `<g class="lane lane-${lane.id}">`,
    `<path class="track" d="${layout.path(lane)}"/>`,
    // pathLength makes the moving dash independent of the drawing's size.
    `<path class="train" pathLength="100" d="${layout.path(lane)}"/>`,
    `<text class="lane-name" x="${name.at.x}" y="${name.at.y}" text-anchor="${name.anchor}">${lane.name}</text>`,
    ...lane.stops.map((stop, index) => drawStop(stop, layout.stop(lane, index), layout)),
    '</g>',
  ].join('\n');
}

function drawStop(stop: Stop, at: Point, layout: Layout): string {
  const { at: start, anchor } = layout.label(at);
  const lines = stop.lines.map(
    (line, index) => `<tspan x="${start.x}" y="${start.y + index * LINE_HEIGHT}">${line}</tspan>`,
  );
  const noteY = start.y + stop.lines.length * LINE_HEIGHT;
  const note =
    stop.note === undefined
      ? ''
      : `<text class="note" x="${start.x}" y="${noteY}" text-anchor="${anchor}">${stop.note}</text>`;
  return `<circle class="stop" cx="${at.x}" cy="${at.y}" r="8"/><text class="label" text-anchor="${anchor}">${lines.join('')}</text>${note}`;
}

function drawTerminal({ terminal, terminalLabel, shared }: Layout): string {
  const { x, y } = terminal;
  return [
    '<g class="terminal">',
    `<path class="track" d="${shared}"/>`,
    `<circle class="halo" cx="${x}" cy="${y}" r="34"/>`,
    `<circle class="disc" cx="${x}" cy="${y}" r="26"/>`,
    `<path class="tick" d="M${x - 11} ${y + 1}l8 8 14-16"/>`,
    `<text class="terminal-label" x="${terminalLabel.x}" y="${terminalLabel.y}" text-anchor="middle">${TERMINAL}</text>`,
    '</g>',
  ].join('\n');
}
