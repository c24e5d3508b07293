import { deepEqual, equal, ok } from "node:assert/strict";
import {
  bordersList,
  roomOf,
  ROOMS,
  whyForbidden,
} from "@/lib/build/borders.ts";
import { targetOf } from "@/lib/build/borders_lint.ts";
import { walk } from "@/tests/walk.ts";

const FOLDERS = ["lib", "routes", "islands", "components", "workers"];

/** What each file imports, by path; `values` leaves out mere types. */
interface ImportGraph {
  all: Map<string, string[]>;
  values: Map<string, string[]>;
}

async function readGraph(): Promise<ImportGraph> {
  const graph: ImportGraph = { all: new Map(), values: new Map() };
  for (const folder of FOLDERS) {
    for (const path of await walk(folder)) {
      if (!/\.tsx?$/.test(path)) continue;
      const { all, values } = importsOf(path, await Deno.readTextFile(path));
      graph.all.set(path, all);
      graph.values.set(path, values);
    }
  }
  return graph;
}

/** Reads the imports of a file off its syntax tree. */
function importsOf(path: string, text: string) {
  const all: string[] = [];
  const values: string[] = [];
  function note(source: string | undefined, isType: boolean): void {
    const to = source === undefined ? undefined : targetOf(path, source);
    if (to === undefined) return;
    all.push(to);
    if (!isType) values.push(to);
  }
  const imports: Deno.lint.Rule = {
    create: () => ({
      ImportDeclaration: ({ source, importKind }) =>
        note(source.value, importKind === "type"),
      ExportNamedDeclaration: ({ source, exportKind }) =>
        note(source?.value, exportKind === "type"),
      ExportAllDeclaration: ({ source }) => note(source.value, false),
      ImportExpression({ source }) {
        if (source.type === "Literal") note(String(source.value), false);
      },
    }),
  };
  Deno.lint.runPlugin({ name: "collect", rules: { imports } }, path, text);
  return { all, values };
}

/** Finds a way from a node back to itself; `null` where there is none. */
function findCircle(
  arrows: ReadonlyMap<string, readonly string[]>,
): string[] | null {
  const done = new Set<string>();
  function visit(node: string, way: string[]): string[] | null {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return null;
    for (const next of arrows.get(node) ?? []) {
      const circle = visit(next, [...way, node]);
      if (circle !== null) return circle;
    }
    done.add(node);
    return null;
  }
  for (const node of arrows.keys()) {
    const circle = visit(node, []);
    if (circle !== null) return circle;
  }
  return null;
}

const graph = await readGraph();

Deno.test("every import keeps to the borders", () => {
  const wrong = [...graph.all].flatMap(([from, targets]) =>
    targets.flatMap((to) => whyForbidden(from, to) ?? [])
  );
  deepEqual(wrong, []);
  ok(graph.all.size > 150, "files read");
});

Deno.test("no room leads back to itself over others", () => {
  const arrows = Object.entries(ROOMS).map(([path, { mayImport }]) =>
    [path, mayImport] as const
  );
  deepEqual(findCircle(new Map(arrows)), null);
});

Deno.test("no file leads back to itself over others", () => {
  deepEqual(findCircle(graph.values), null);
});

Deno.test("no island and no worker reaches what is for the server only", () => {
  const reached = new Set<string>();
  function visit(path: string): void {
    if (reached.has(path)) return;
    reached.add(path);
    for (const next of graph.values.get(path) ?? []) visit(next);
  }
  for (const path of graph.values.keys()) {
    if (/^(islands|workers)\//.test(path)) visit(path);
  }
  ok(reached.has("lib/call/session.ts"));
  ok(!reached.has("lib/i18n/pick_locale.ts"));
});

Deno.test("every arrow of the borders is needed", () => {
  const used = new Set<string>();
  for (const [from, targets] of graph.all) {
    for (const to of targets) used.add(`${roomOf(from)} → ${roomOf(to)}`);
  }
  const arrows = Object.entries(ROOMS).flatMap(([path, { mayImport }]) =>
    mayImport.map((other) => `${path} → ${other}`)
  );
  deepEqual(arrows.filter((arrow) => !used.has(arrow)), []);
  deepEqual(arrows, [...new Set(arrows)]);
});

Deno.test("findCircle() finds one", () => {
  const arrows = new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]]]);
  deepEqual(findCircle(arrows), ["b", "c", "b"]);
});

Deno.test("docs/ARCHITECTURE.md shows the borders as they are", async () => {
  const text = await Deno.readTextFile("docs/ARCHITECTURE.md");
  const [, list] = text.split(/<!-- borders -->\n+/);
  // Line breaks are the formatter's.
  const words = (list: string) => list.trim().split(/\s+/).join(" ");
  equal(words(list ?? ""), words(bordersList()));
});
