/**
 * The first line of a page of the desk: its name, and how fresh its figures
 * are.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { Freshness, type FreshnessProps } from "./Freshness.tsx";

/** What the line shows. */
export interface DeskHeadProps {
  /** Name of the page, or what it has to say in five words. */
  title: ComponentChildren;
  /** How fresh the figures are; left out where they do not change. */
  freshness?: FreshnessProps;
  /** What can be done on the page. */
  children?: ComponentChildren;
}

/** The first line of a page. */
export function DeskHead({ title, freshness, children }: DeskHeadProps) {
  return (
    <div class="desk-head">
      <h1>{title}</h1>
      {freshness !== undefined && <Freshness {...freshness} />}
      {children !== undefined && <div class="desk-actions">{children}</div>}
    </div>
  );
}
