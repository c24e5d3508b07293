import { signal } from "@preact/signals";
import { Counter } from "../islands/Counter.tsx";
import { Block } from "../islands/parts.tsx";

export default function Bad() {
  return (
    <main>
      <p>
        <Block />
      </p>
      <Counter id="fine" count={signal(0)} />
    </main>
  );
}
