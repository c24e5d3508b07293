import { computed, signal } from "@preact/signals";
import { Kinds, Outer, Titled } from "../islands/parts.tsx";

export default function Parts() {
  const count = signal(20);
  return (
    <main>
      <Outer />
      <Titled />
      <Kinds
        text="</script><!-- &quot; 日本"
        sum={computed(() => count.value + 1)}
        at={new Date(5)}
        map={new Map([["a", 9007199254740993n]])}
        bytes={new Uint8Array([1, 2])}
      />
    </main>
  );
}
