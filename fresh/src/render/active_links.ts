/**
 * Marks links that lead to the page they are on, or above it.
 *
 * @module
 */

/** Sets the attributes of a link, unless its author set them. */
export function markLink(props: Record<string, unknown>, here: URL): void {
  const { href } = props;
  if (typeof href !== "string" || !href.startsWith("/")) return;
  if (props["aria-current"] !== undefined) return;
  const target = URL.parse(href, "http://localhost");
  if (target === null) return;
  const path = withoutSlash(target.pathname);
  const own = withoutSlash(here.pathname);
  if (path === own && (!target.search || target.search === here.search)) {
    props["data-current"] = "true";
    props["aria-current"] = "page";
  } else if (path === own || path === "/" || own.startsWith(`${path}/`)) {
    props["data-ancestor"] = "true";
    props["aria-current"] = "true";
  }
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/$/, "");
}
