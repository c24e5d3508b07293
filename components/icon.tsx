/**
 * How an icon is drawn.
 *
 * @module
 */

import { h, type VNode } from "preact";

/** How an icon is shown. */
export interface IconProps {
  /** Class of the drawing. */
  class?: string;
  /** Width and height, CSS pixels. Default 24. */
  size?: number;
  /** Left out or "true": icons stand beside a name, nobody has to hear them. */
  "aria-hidden"?: "true";
}

/** Draws an icon. */
export type Icon = (props: IconProps) => VNode;

/**
 * Makes an icon.
 *
 * @param shape Its elements, in a square of 24.
 */
export function icon(shape: readonly (readonly [string, object])[]): Icon {
  return function SvgIcon({ size = 24, ...rest }) {
    return (
      <svg
        xmlns="http://www.w3.org/2000/svg"
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
        {...rest}
      >
        {shape.map(([tag, attributes]) => h(tag, attributes))}
      </svg>
    );
  };
}
