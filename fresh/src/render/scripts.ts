/**
 * What ends the body: slots that no island rendered, and the start of islands.
 *
 * @module
 */
import { templateOf } from "./islands.ts";
import { serializeIslands } from "./serialize.ts";
import {
  type AnyVNode,
  current,
  type RenderState,
  untouched,
} from "./state.ts";

/** Ends the body, once. */
export function Scripts(): AnyVNode[] | null {
  const state = current!;
  if (state.hasScripts) return null;
  state.hasScripts = true;
  // The script comes after them, since they may bring more islands.
  const templates = state.slots.filter(({ isRendered }) => !isRendered)
    .map(templateOf);
  return [...templates, untouched(StartScripts, {})];
}

function StartScripts(): AnyVNode[] {
  const state = current!;
  const codes = [bootCode(state), state.buildCache?.liveReload];
  return codes.filter((code) => code !== undefined).map((code) =>
    untouched("script", {
      type: "module",
      nonce: state.nonce,
      dangerouslySetInnerHTML: { __html: code },
    })
  );
}

function bootCode(state: RenderState): string | undefined {
  const { islands, islandProps, buildCache } = state;
  if (islands.size === 0 || buildCache === null) return undefined;
  const used = [...islands];
  const imports = used.map(({ file, exportName }, i) =>
    `import{${exportName} as i${i}}from${JSON.stringify(file)};`
  ).join("");
  const names = used.map(({ name }, i) => `${JSON.stringify(name)}:i${i}`);
  const props = JSON.stringify(serializeIslands(islandProps));
  const runtime = JSON.stringify(buildCache.clientEntry);
  // "<" can only be inside of strings here, and could end the script.
  return `import{boot}from${runtime};${imports}` +
    `boot({${names.join()}},${props.replaceAll("<", "\\u003c")});`;
}

/** Names what a browser should fetch early, for the `Link` header. */
export function preloads({ islands, buildCache }: RenderState): string {
  const files = new Set([...islands].map(({ file }) => file));
  return [buildCache?.clientEntry ?? "", ...files].map((file) =>
    `<${encodeURI(file)}>; rel="modulepreload"; as="script"`
  ).join(", ");
}
