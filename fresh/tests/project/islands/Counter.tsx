import type { Signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

export function Counter({ id, count }: { id: string; count: Signal<number> }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.classList.add("ready"), []);
  return (
    <div id={id} ref={box}>
      <output>{count}</output>
      <button type="button" onClick={() => count.value++}>+</button>
    </div>
  );
}
