/**
 * Lines over time, with what they mean in words.
 *
 * @module
 */

import { useEffect, useRef } from "preact/hooks";
import {
  chartText,
  type LineChartData,
  pointCount,
  thinningText,
} from "@/lib/desk/chart_lines.ts";
import type { ChartCanvas } from "@/lib/desk/chart_canvas.ts";

/** What the chart shows, and how large. */
export interface LineChartProps {
  /** The chart. */
  data: LineChartData;
  /** Whether it is one of many above each other. */
  isSmall?: boolean;
}

/** A chart. It shows its name and what it says before any script has run. */
export default function LineChart({ data, isSmall = false }: LineChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawn = useRef<ChartCanvas | null>(null);
  const latest = useRef(data);
  latest.current = data;

  useEffect(() => {
    let isGone = false;
    import("@/lib/desk/chart_canvas.ts").then(({ drawLines }) => {
      if (isGone || canvas.current === null) return;
      drawn.current = drawLines(canvas.current, latest.current);
    });
    return () => {
      isGone = true;
      drawn.current?.destroy();
    };
  }, []);
  useEffect(() => drawn.current?.update(data), [data]);

  const thinning = thinningText(data);
  return (
    <figure class="line-chart" data-small={isSmall ? "" : undefined} dir="ltr">
      <figcaption>
        <strong>{data.title}</strong>
        {data.lines.length > 1 && (
          <ul class="legend" aria-hidden="true">
            {data.lines.map(({ name, style }) => (
              <li key={name} data-style={style}>
                <svg viewBox="0 0 18 6">
                  <line x1="0" y1="3" x2="18" y2="3" />
                </svg>
                {name}
              </li>
            ))}
          </ul>
        )}
        {thinning !== null && <span class="soft">{thinning}</span>}
      </figcaption>
      <div class="line-chart-canvas">
        <canvas ref={canvas} role="img" aria-label={chartText(data)} />
        {pointCount(data.lines) === 0 && <p class="soft">Nothing measured</p>}
      </div>
    </figure>
  );
}
