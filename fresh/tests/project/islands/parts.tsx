import { computed, type ReadonlySignal, useSignal } from "@preact/signals";
import { type ComponentChildren, Fragment, type VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { asset, Head, IS_BROWSER } from "fresh/runtime";
import words from "./words.json" with { type: "json" };
import { Counter } from "./Counter.tsx";

/** Says when it is alive. */
function useReady(): string {
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(true), []);
  return isReady ? "ready" : "";
}

/** Shows what it was given, when asked to. */
export function Toggle(
  { id, children, aside, isOpen = false }: {
    id: string;
    children?: ComponentChildren;
    aside?: VNode;
    isOpen?: boolean;
  },
) {
  const open = useSignal(isOpen);
  return (
    <section id={id} class={useReady()}>
      <button type="button" onClick={() => open.value = !open.value}>
        toggle
      </button>
      {open.value && <div class="content">{children}</div>}
      {aside && <aside>{aside}</aside>}
    </section>
  );
}

/** Has another island inside of it. */
export function Outer() {
  const count = useSignal(1);
  const double = computed(() => count.value * 2);
  return (
    <div id="outer" class={useReady()}>
      <Counter id="inner" count={count} />
      <output class="double">{double}</output>
    </div>
  );
}

/** Shows values of many kinds. */
export function Kinds(
  props: {
    text: string;
    sum: ReadonlySignal<number>;
    at: Date;
    map: Map<string, bigint>;
    bytes: Uint8Array;
  },
) {
  const { text, sum, at, map, bytes } = props;
  return (
    <pre id="kinds" class={useReady()}>
      {JSON.stringify([
        text,
        sum.value,
        at.getTime(),
        String(map.get("a")),
        [...bytes],
        IS_BROWSER,
        words.hello,
        asset("/logo.svg").replace(/=.*/, "=…"),
      ])}
    </pre>
  );
}

/** Keeps the head up to date. */
export function Titled() {
  const count = useSignal(0);
  return (
    <Fragment>
      <Head>
        <title>Clicked {count}</title>
        <meta name="description" content={`clicked ${count.value}`} />
      </Head>
      <button
        id="titled"
        class={useReady()}
        type="button"
        onClick={() => count.value++}
      >
        click
      </button>
    </Fragment>
  );
}

/** Renders nothing. */
export function Nothing() {
  return null;
}

/** Puts a block where the browser does not let it be. */
export function Block() {
  return <div>block</div>;
}
