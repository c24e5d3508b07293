import { deepEqual, equal, rejects } from "node:assert/strict";
import { Inspector } from "./inspector.ts";

/** Serves one line; `answer` is called with each question. */
function serve(answer: (socket: WebSocket, question: string) => void) {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request) => {
      const { socket, response } = Deno.upgradeWebSocket(request);
      socket.onmessage = ({ data }) => answer(socket, data);
      socket.onclose = () => resolve();
      return response;
    },
  );
  const { port } = server.addr;
  return {
    output: `Debugger listening on ws://127.0.0.1:${port}/ws/1\nParley is up`,
    async [Symbol.asyncDispose]() {
      await closed;
      await server.shutdown();
    },
  };
}

Deno.test("Inspector gives each question its answer, whatever comes between", async () => {
  const questions: { id: number; method: string; params: unknown }[] = [];
  await using server = serve((socket, text) => {
    const question = JSON.parse(text);
    if (questions.push(question) === 1) return;
    const say = (message: unknown) => socket.send(JSON.stringify(message));
    say({ method: "Profiler.started", params: {} });
    for (const { id, method } of questions.toReversed()) {
      say({ id, result: { of: method } });
    }
  });
  using inspector = await Inspector.open(server.output);
  const answers = await Promise.all([
    inspector.ask("Profiler.enable"),
    inspector.ask("Profiler.start", { deep: true }),
  ]);
  deepEqual(answers, [{ of: "Profiler.enable" }, { of: "Profiler.start" }]);
  deepEqual(questions.map(({ params }) => params), [{}, { deep: true }]);
});

Deno.test("Inspector fails with what was wrong with a question", async () => {
  await using server = serve((socket, text) => {
    const { id } = JSON.parse(text);
    socket.send(JSON.stringify({ id, error: { message: "no such method" } }));
  });
  using inspector = await Inspector.open(server.output);
  await rejects(inspector.ask("Nothing"), /no such method/);
});

Deno.test("Inspector fails where the process ends before it answers", async () => {
  await using server = serve((socket) => socket.close());
  using inspector = await Inspector.open(server.output);
  const asked = [inspector.ask("Profiler.stop"), inspector.ask("Other")];
  for (const { status } of await Promise.allSettled(asked)) {
    equal(status, "rejected");
  }
});

Deno.test("Inspector fails where there is nobody to ask", async () => {
  await rejects(Inspector.open("Parley is up"), /no address/);
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const output = `Debugger listening on ws://127.0.0.1:${port}/ws/1\n`;
  await rejects(Inspector.open(output), /Cannot inspect ws:/);
});
