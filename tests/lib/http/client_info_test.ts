import { deepEqual, equal } from "node:assert/strict";
import { testApp } from "@/tests/app.ts";
import { AddressSet } from "@/lib/http/address.ts";
import {
  clientAddress,
  type ClientContext,
  isHttps,
  limitedClient,
  platformCountry,
} from "@/lib/http/client_info.ts";

function context(
  { peer, trusted = [], headers = {}, isProduction = false }: {
    peer: string;
    trusted?: string[];
    headers?: Record<string, string>;
    isProduction?: boolean;
  },
): ClientContext {
  const trustedProxies = AddressSet.parse(trusted)!;
  return {
    req: new Request("http://localhost/", { headers }),
    info: {
      remoteAddr: { transport: "tcp", hostname: peer, port: 1 },
      completed: Promise.resolve(),
    },
    state: { services: { config: { trustedProxies, isProduction } } },
  };
}

const via = (chain: string) => ({ "x-forwarded-for": chain });

Deno.test("clientAddress() believes nobody but a trusted proxy", () => {
  const peer = "10.1.2.3";
  const headers = via("203.0.113.7");
  equal(clientAddress(context({ peer, headers })), peer);
  equal(
    clientAddress(context({ peer, headers, trusted: ["10.0.0.0/8"] })),
    "203.0.113.7",
  );
  equal(
    clientAddress(context({ peer, headers, trusted: ["192.0.2.0/24"] })),
    peer,
  );
});

Deno.test("clientAddress() takes the last entry that no trusted proxy is", () => {
  const ctx = context({
    peer: "::ffff:10.1.2.3",
    trusted: ["10.0.0.0/8"],
    headers: via("198.51.100.9, 203.0.113.7:4711, 10.9.9.9"),
  });
  equal(clientAddress(ctx), "203.0.113.7:4711");
});

Deno.test("clientAddress() falls back on the proxy when the header is nonsense", () => {
  for (const chain of ["unknown", "", "a b", "203.0.113"]) {
    const ctx = context({
      peer: "10.1.2.3",
      trusted: ["any"],
      headers: via(chain),
    });
    equal(clientAddress(ctx), "10.1.2.3", chain);
  }
});

Deno.test("limitedClient() spares this machine while developing only", () => {
  const peer = "127.0.0.1";
  equal(limitedClient(context({ peer })).owner, null);
  equal(limitedClient(context({ peer, isProduction: true })).owner, peer);
  equal(
    limitedClient(context({ peer, headers: via("203.0.113.7") })).owner,
    peer,
  );
  equal(limitedClient(context({ peer: "203.0.113.7" })).owner, "203.0.113.7");
});

Deno.test("limitedClient() notices a proxy on this machine", () => {
  const peer = "127.0.0.1";
  const headers = via("203.0.113.7");
  equal(
    limitedClient(context({ peer, headers })).isBehindUndeclaredProxy,
    true,
  );
  equal(limitedClient(context({ peer })).isBehindUndeclaredProxy, false);
  equal(
    limitedClient(context({ peer, headers, trusted: ["any"] }))
      .isBehindUndeclaredProxy,
    false,
  );
  const own = { peer, headers: via(peer), trusted: ["any"] };
  deepEqual(limitedClient(context(own)), {
    owner: null,
    isBehindUndeclaredProxy: false,
  });
  const far = context({ peer: "198.51.100.1", headers });
  equal(limitedClient(far).isBehindUndeclaredProxy, false);
});

Deno.test("isHttps() knows a connection that no proxy is in front of", () => {
  for (const scheme of ["https", "http"]) {
    const req = new Request(`${scheme}://localhost/`);
    const ctx = { ...context({ peer: "198.51.100.1" }), req };
    equal(isHttps(ctx), scheme === "https");
  }
});

Deno.test("platformCountry() and isHttps() believe trusted proxies only", async () => {
  for (
    const [env, isBelieved] of [[{ TRUSTED_PROXY: "any" }, true], [
      {},
      false,
    ]] as const
  ) {
    using app = await testApp(env);
    const headers = { "x-forwarded-proto": "https", "cf-ipcountry": "vn" };
    const init = await app.fetch("/api/anon/init", { headers });
    const cookie = init.headers.get("set-cookie")!;
    equal(cookie.includes("; Secure"), isBelieved);
    await init.body?.cancel();
    const visitor = cookie.split(";")[0]!;
    const chooser = await app.visitor();
    const asked = await chooser.post("/api/rtc/enqueue", {
      filterCountries: "VN",
    });
    equal(asked.status, 204);
    await app.fetch("/api/rtc/enqueue", {
      method: "POST",
      headers: { ...headers, cookie: visitor },
    }).then((response) => response.body?.cancel());
    const match = await chooser.post("/api/rtc/matchmake");
    await match.body?.cancel();
    equal(match.status, isBelieved ? 200 : 204);
  }
});

Deno.test("a range of trusted proxies is believed about https and country", () => {
  const headers = { "x-forwarded-proto": "https", "cf-ipcountry": "VN" };
  const trusted = ["10.0.0.0/8"];
  const seen = ["10.1.2.3", "::ffff:10.1.2.3", "11.1.2.3"].map((peer) => {
    const ctx = context({ peer, headers, trusted });
    return [isHttps(ctx), platformCountry(ctx)];
  });
  deepEqual(seen, [[true, "VN"], [true, "VN"], [false, "XX"]]);
});

Deno.test("platformCountry() passes by what is no country", () => {
  const of = (headers: Record<string, string>) =>
    platformCountry(context({ peer: "::1", trusted: ["any"], headers }));
  equal(of({ "cf-ipcountry": "T1", "x-vercel-ip-country": "eg" }), "EG");
  equal(of({ "cf-ipcountry": "VNM" }), "XX");
});
