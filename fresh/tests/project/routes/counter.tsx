import { signal } from "@preact/signals";
import { Counter } from "../islands/Counter.tsx";

export default function CounterPage() {
  const count = signal(3);
  return (
    <main>
      <Counter id="a" count={count} />
      <Counter id="b" count={count} />
    </main>
  );
}
