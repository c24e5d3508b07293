/**
 * Preact's types under names of ours, so that the documentation of this
 * package is complete in itself.
 *
 * @module
 */

/**
 * Whatever can be rendered.
 *
 * @internal
 */
export type ComponentChildren = import("preact").ComponentChildren;

/**
 * A component that is a function.
 *
 * @internal
 */
export type FunctionComponent<Props = Record<never, never>> =
  import("preact").FunctionComponent<Props>;

/**
 * An element, as JSX makes it.
 *
 * @internal
 */
// deno-lint-ignore no-explicit-any
export type VNode<Props = any> = import("preact").VNode<Props>;
