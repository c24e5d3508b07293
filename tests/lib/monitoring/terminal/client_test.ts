import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  createMonitorClient,
  MonitorError,
} from "@/lib/monitoring/terminal/client.ts";

const client = (fetch: (url: URL, init: RequestInit) => Promise<Response>) =>
  createMonitorClient({
    baseUrl: new URL("https://parley.example/some/page"),
    token: "secret-token",
    fetch,
  });

Deno.test("createMonitorClient() asks with the token and reads JSON", async () => {
  const getJson = client((url, { headers }) => {
    equal(url.href, "https://parley.example/api/x?y=1");
    deepEqual(headers, { authorization: "Bearer secret-token" });
    return Promise.resolve(Response.json({ a: 1 }));
  });
  deepEqual(await getJson("/api/x?y=1"), { a: 1 });
});

const failures = [
  { status: 401, message: /refuses the token: set ADMIN_TOKEN/, isFinal: true },
  { status: 404, message: /has no monitoring interface/, isFinal: true },
  { status: 503, message: /answers with 503/, isFinal: false },
];
for (const { status, message, isFinal } of failures) {
  Deno.test(`createMonitorClient() says in words what a ${status} means`, async () => {
    const getJson = client(() => Promise.resolve(new Response("", { status })));
    await rejects(getJson("/a"), (error) => {
      equal(error instanceof MonitorError && error.isFinal, isFinal);
      equal(message.test(String(error)), true);
      return true;
    });
  });
}

Deno.test("createMonitorClient() tells a site that is down from one that is slow", async () => {
  const down = client(() => Promise.reject(new TypeError("refused")));
  await rejects(down("/a"), { message: "Cannot reach https://parley.example" });
  const slow = client(() =>
    Promise.reject(new DOMException("late", "TimeoutError"))
  );
  await rejects(slow("/a"), /does not answer within 5 s/);
});

Deno.test("createMonitorClient() does not take a web page for an answer", async () => {
  const getJson = client(() => Promise.resolve(new Response("<html>")));
  await rejects(getJson("/a"), /does not speak JSON/);
});
