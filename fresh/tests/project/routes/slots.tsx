import { signal } from "@preact/signals";
import { Counter } from "../islands/Counter.tsx";
import { Nothing, Toggle } from "../islands/parts.tsx";

export default function Slots() {
  const count = signal(0);
  return (
    <main>
      <Toggle id="open" isOpen aside={<em>beside</em>}>
        <p title="&lt;b&gt;">
          text <i>in</i> <input type="checkbox" checked disabled />
        </p>
        <Counter id="first" count={count} />
        <Toggle id="nested" isOpen>
          <span>deep down</span>
        </Toggle>
      </Toggle>
      <Toggle id="closed">
        <p>was in a template</p>
        <Counter id="second" count={count} />
      </Toggle>
      <Nothing />
    </main>
  );
}
