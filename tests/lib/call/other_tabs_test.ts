import { deepEqual } from "node:assert/strict";
import {
  type CallEvent,
  type CallState,
  INITIAL_STATE,
  reduce,
} from "@/lib/call/machine.ts";
import { OtherTabs } from "@/lib/call/other_tabs.ts";

type Listener = (event: { data: unknown }) => void;

/** A browser whose tabs hear of each other at once. */
class Tabs {
  readonly told: unknown[] = [];
  readonly #listeners: Listener[] = [];

  /** Opens a tab that follows a state machine of its own. */
  open() {
    const own: Listener[] = [];
    const post = (message: unknown) => {
      this.told.push(message);
      for (const listener of this.#listeners) {
        if (!own.includes(listener)) listener({ data: message });
      }
    };
    const tab = {
      state: INITIAL_STATE as CallState,
      does(...events: CallEvent[]) {
        for (const event of events) {
          tab.state = reduce(tab.state, event);
          tabs.follow(tab.state);
        }
      },
      post,
    };
    const tabs = new OtherTabs({
      postMessage: post,
      addEventListener: (_type, listener) => {
        own.push(listener);
        this.#listeners.push(listener);
      },
    }, (event) => tab.does(event));
    tabs.ask();
    return tab;
  }
}

const search: CallEvent[] = [{ type: "start" }, { type: "media-ready" }];
const match = { pairId: "p1", role: "caller" } as const;

function names(...tabs: { state: CallState }[]): string[] {
  return tabs.map(({ state }) => state.name);
}

Deno.test("OtherTabs tells a tab that opens of the one that is busy", () => {
  const browser = new Tabs();
  const one = browser.open();
  one.does(...search);
  const two = browser.open();
  deepEqual(names(one, two), ["waiting", "other-tab"]);
});

Deno.test("OtherTabs lets the tab that asks last have the place, both ways", () => {
  const browser = new Tabs();
  const [one, two] = [browser.open(), browser.open()];
  one.does(...search);
  deepEqual(names(one, two), ["waiting", "other-tab"]);
  two.does(...search);
  deepEqual(names(one, two), ["other-tab", "waiting"]);
  one.does(...search);
  deepEqual(names(one, two), ["waiting", "other-tab"]);
});

Deno.test("OtherTabs offers Start again once the busy tab is done", () => {
  const browser = new Tabs();
  const [one, two] = [browser.open(), browser.open()];
  one.does(...search, { type: "stop" });
  deepEqual(names(one, two), ["stopped", "idle"]);
});

Deno.test("OtherTabs says once that a visit began, and nothing of its calls", () => {
  const browser = new Tabs();
  const one = browser.open();
  one.does(...search, { type: "matched", match }, { type: "next" });
  deepEqual(browser.told, ["ask", "taken-over"]);
});

Deno.test("OtherTabs calls nobody free when it yields", () => {
  const browser = new Tabs();
  const [one, two] = [browser.open(), browser.open()];
  one.does(...search);
  two.does(...search);
  deepEqual(browser.told.includes("free"), false);
});

Deno.test("OtherTabs is not moved by a late answer to somebody else's question", () => {
  const browser = new Tabs();
  const [one, two] = [browser.open(), browser.open()];
  one.does(...search);
  two.post("busy");
  deepEqual(names(one), ["waiting"]);
});

Deno.test("OtherTabs hears only words it knows", () => {
  const browser = new Tabs();
  const [one, two] = [browser.open(), browser.open()];
  one.post("hello");
  one.post({ type: "taken-over" });
  deepEqual(names(two), ["idle"]);
});
