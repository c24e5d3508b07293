/**
 * What stands where figures are missing: nothing there yet, on its way, or
 * refused.
 *
 * @module
 */

import type { ComponentChildren } from "preact";
import { Circle, LoaderCircle, TriangleAlert } from "../report_icons.tsx";

/** What the place says. */
export interface StateProps {
  /** What is the matter, in a few words. */
  title: string;
  /** What to make of it, or what can be done. */
  children?: ComponentChildren;
}

/** There is nothing, and that is no fault. */
export function EmptyState({ title, children }: StateProps) {
  return (
    <div class="desk-state">
      <Circle size={20} />
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** It is on its way. */
export function LoadingState({ title, children }: StateProps) {
  return (
    <div class="desk-state" role="status" data-tone="loading">
      <LoaderCircle size={20} />
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

/** It cannot be had. */
export function ErrorState({ title, children }: StateProps) {
  return (
    <div class="desk-state" role="alert" data-tone="error">
      <TriangleAlert size={20} />
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}
