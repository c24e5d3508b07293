/**
 * What a chart shows besides its lines: moments that are marked, the threshold,
 * and the moment that is pointed at, in every chart of the page at once.
 *
 * @module
 */

import type { Chart, Plugin } from "chart.js";
import type { ChartMark } from "./chart_lines.ts";

/** Room beside the plot of every chart, so that their times stand in line. */
export const CHART_EDGES_PX = { start: 68, end: 8 } as const;

/** How it looks, and what is marked. */
export interface PointerLook {
  /** Colour of the moment that is pointed at. */
  line: string;
  /** Colour of trouble, and of the threshold. */
  bad: string;
  /** Colour of the other marks. */
  quiet: string;
  /** Moments to mark. */
  marks: readonly ChartMark[];
  /** Value that is not to be passed; `undefined`: there is none. */
  threshold: number | undefined;
}

/** A plugin of Chart.js. */
export interface LinesPlugin {
  /** Name of the plugin. */
  id: string;
}

/** Charts of the page, and the moment that is pointed at. */
const charts = new Set<Chart>();
let pointedMs: number | null = null;

function point(at: number | null): void {
  if (at === pointedMs) return;
  pointedMs = at;
  for (const chart of charts) chart.draw();
}

/**
 * Makes the plugin of one chart. It draws behind the lines.
 *
 * @param look Says how it looks now.
 */
export function pointerPlugin(look: () => PointerLook): LinesPlugin {
  const plugin: Plugin<"line"> = {
    id: "pointer",
    install: (chart) => void charts.add(chart as Chart),
    uninstall: (chart) => void charts.delete(chart as Chart),
    afterEvent(chart, { event }) {
      const isOut = event.type === "mouseout";
      if (!isOut && event.type !== "mousemove") return;
      const at = chart.scales["x"]?.getValueForPixel(event.x ?? 0);
      point(isOut || at === undefined ? null : at);
    },
    beforeDatasetsDraw(chart) {
      const { line, bad, quiet, marks, threshold } = look();
      for (const { at, isBad } of marks) {
        drawMoment(chart as Chart, at, isBad ? bad : quiet);
      }
      if (threshold !== undefined) {
        drawThreshold(chart as Chart, threshold, bad);
      }
      if (pointedMs !== null) drawMoment(chart as Chart, pointedMs, line);
    },
  };
  return plugin;
}

function drawMoment(chart: Chart, at: number, colour: string): void {
  const { scales: { x }, chartArea: { top, bottom }, ctx } = chart;
  if (x === undefined || at < x.min || at > x.max) return;
  const left = x.getPixelForValue(at);
  drawLine(ctx, [left, top, left, bottom], colour, []);
}

function drawThreshold(chart: Chart, value: number, colour: string): void {
  const { scales: { y }, chartArea: { left, right }, ctx } = chart;
  if (y === undefined || value < y.min || value > y.max) return;
  const top = y.getPixelForValue(value);
  drawLine(ctx, [left, top, right, top], colour, [4, 4]);
}

function drawLine(
  ctx: CanvasRenderingContext2D,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  colour: string,
  dash: number[],
): void {
  ctx.save();
  ctx.beginPath();
  ctx.setLineDash(dash);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
  ctx.restore();
}
