/**
 * The name of a column, as the link to the list in that order.
 *
 * @module
 */

import type { ComponentChildren } from "preact";

/** What a link of a column needs. */
export interface OrderLinkProps {
  /** Address of the list in that order: what counts before the page is alive. */
  href: string;
  /** Orders the list in the page. */
  onOrder?: (() => void) | undefined;
  /** The column's name. */
  children: ComponentChildren;
}

/** The link. Whoever wants another tab gets one. */
export function OrderLink({ href, onOrder, children }: OrderLinkProps) {
  function follow(event: MouseEvent) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    onOrder!();
  }
  return <a href={href} onClick={onOrder && follow}>{children}</a>;
}
