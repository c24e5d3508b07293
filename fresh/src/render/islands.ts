/**
 * Islands on the server: rendered between markers that the browser looks for.
 *
 * @module
 */
import { type ComponentChildren, h, isValidElement } from "preact";
import { Signal } from "@preact/signals";
import { useContext } from "preact/hooks";
import type { Island } from "../types.ts";
import {
  type AnyVNode,
  current,
  InIsland,
  keyText,
  marked,
  ServerSlot,
  untouched,
} from "./state.ts";

type Props = Record<string, unknown>;

/** An island and the props it was given. */
interface ShellProps {
  island: Island;
  props: Props;
  /** Its key, which the browser gives it as well. */
  islandKey: unknown;
}

/**
 * Is rendered in place of an island. Only a component knows whether it is
 * inside of another island, and then it is just a part of that one.
 */
export function IslandShell(shell: ShellProps): AnyVNode {
  const { island, props, islandKey } = shell;
  const isPart = useContext(InIsland);
  return isPart ? untouched(island.fn, props, islandKey) : renderIsland(shell);
}

function renderIsland({ island, props, islandKey }: ShellProps): AnyVNode {
  const state = current!;
  state.islands.add(island);
  const sent: Props = {};
  const given: Props = {};
  for (const [name, value] of Object.entries(props)) {
    if (isJsx(name, value)) {
      const slot = new ServerSlot(state.slots.length, name, value);
      state.slots.push(slot);
      sent[name] = slot;
      given[name] = h(Slot, { slot });
    } else {
      sent[name] = given[name] = value;
    }
  }
  const index = state.islandProps.push({ props: sent }) - 1;
  return h(
    InIsland.Provider,
    { value: true },
    marked(
      "island",
      `${island.name}:${index}:${keyText(islandKey)}`,
      untouched(island.fn, given),
    ),
  );
}

/** Text given as children is a slot too: it is on the page, not in the props. */
function isJsx(name: string, value: unknown): boolean {
  if (name === "children") return value != null && typeof value !== "function";
  return isElement(value);
}

/** Signals can be rendered and pass for elements; as props they are data. */
export function isElement(value: unknown): boolean {
  return isValidElement(value) && !(value instanceof Signal);
}

function Slot({ slot }: { slot: ServerSlot }): AnyVNode {
  slot.isRendered = true;
  return h(
    InIsland.Provider,
    { value: false },
    marked(
      "slot",
      `${slot.id}:${slot.name}`,
      slot.content as ComponentChildren,
    ),
  );
}

/** Makes the template for a slot that its island did not render (yet). */
export function templateOf({ id, name, content }: ServerSlot): AnyVNode {
  return untouched("template", {
    id: `frsh-${id}-${name}`,
    children: content as ComponentChildren,
  });
}
