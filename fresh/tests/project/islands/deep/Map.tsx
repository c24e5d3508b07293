import { useEffect, useState } from "preact/hooks";

export default function Map({ id }: { id: string }) {
  const [text, setText] = useState("server");
  useEffect(() => setText("deep"), []);
  return <b id={id}>{text}</b>;
}
