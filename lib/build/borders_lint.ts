/**
 * Lint rules that hold the borders of `borders.ts`.
 *
 * @module
 */

import { posix } from "node:path";
import { roomOf, whyForbidden } from "./borders.ts";

/** Folder that alone may open Deno KV; tests and the framework aside. */
const STORE = /^(lib\/kv|tests|fresh)\//;

type Importing =
  | Deno.lint.ImportDeclaration
  | Deno.lint.ExportAllDeclaration
  | Deno.lint.ExportNamedDeclaration;

/** Path of a file from the project's root. */
function fromRoot(filename: string): string {
  const root = Deno.cwd().replaceAll("\\", "/");
  const path = filename.replaceAll("\\", "/");
  return path.startsWith(root) ? path.slice(root.length + 1) : path;
}

/**
 * Tells which file of the project an import means.
 *
 * @returns Its path from the root; `undefined` for packages.
 */
export function targetOf(from: string, source: string): string | undefined {
  if (source.startsWith("@/")) return source.slice(2);
  return source.startsWith(".")
    ? posix.join(posix.dirname(from), source)
    : undefined;
}

/** Runs a check on everything a file imports or re-exports. */
function onImports(
  check: (from: string, to: string, source: string) => string | null,
  hint: string,
): Deno.lint.Rule {
  return {
    create(context) {
      const from = fromRoot(context.filename);
      function visit(node: Importing): void {
        const source = node.source?.value;
        if (source === undefined) return;
        const to = targetOf(from, source);
        const message = to === undefined ? null : check(from, to, source);
        if (message !== null) context.report({ node, message, hint });
      }
      return {
        ImportDeclaration: visit,
        ExportAllDeclaration: visit,
        ExportNamedDeclaration: visit,
      };
    },
  };
}

/** Inside a room by `./`, from room to room by `@/`. */
function whyMisspelt(from: string, to: string, source: string): string | null {
  const own = roomOf(from);
  if (own === undefined) return null;
  const isInside = roomOf(to) === own;
  if (isInside === source.startsWith(".")) return null;
  return isInside
    ? `Inside ${own} imports are relative`
    : `Imports from outside of ${own} begin with @/`;
}

const kvOnlyInStore: Deno.lint.Rule = {
  create(context) {
    if (STORE.test(fromRoot(context.filename))) return {};
    return {
      'MemberExpression[object.name="Deno"][property.name="openKv"]'(node) {
        context.report({
          node,
          message: "Only lib/kv opens Deno KV",
          hint: "Use openStore()",
        });
      },
    };
  },
};

/** The plugin that `deno.json` names. */
const plugin: Deno.lint.Plugin = {
  name: "borders",
  rules: {
    "allowed-imports": onImports(
      whyForbidden,
      "lib/build/borders.ts lists what may be imported, and why",
    ),
    "import-style": onImports(whyMisspelt, "Write the path the other way"),
    "kv-only-in-store": kvOnlyInStore,
  },
};

export default plugin;
