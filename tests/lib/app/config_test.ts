import { deepEqual, equal, throws } from "node:assert/strict";
import { ConfigError, readConfig } from "@/lib/app/config.ts";

const generated = {
  anonSecret: "generated-anon-secret",
  vipSecret: "generated-vip-secret",
  adminPassword: "generated-password",
  newAdminPassword: null,
  adminToken: "generated-admin-token",
};
const read = (env: Record<string, string | undefined>) =>
  readConfig(env, () => generated);
const secret = "0123456789abcdef";
const production = {
  DENO_ENV: "production",
  ANON_SIGNING_SECRET: secret,
  ADMIN_PASSWORD: "long-enough",
};

Deno.test("readConfig() starts with nothing set, on generated secrets", () => {
  const config = read({});
  deepEqual(
    [config.port, config.host, config.kvPath, config.isFreeForAll],
    [8000, "127.0.0.1", "./data/parley.sqlite", true],
  );
  equal(config.anonSecret, generated.anonSecret);
  equal(config.adminPassword, generated.adminPassword);
  equal(config.adminToken, generated.adminToken);
});

Deno.test("readConfig() takes an empty variable for one that is not set", () => {
  equal(read({ PORT: "", HOST: "", KV_PATH: "" }).port, 8000);
});

/** Everything about relays that belongs together. */
const turn = {
  TURN_URLS: "turn:turn.example",
  TURN_SECRET: secret,
  CLOUDFLARE_TURN_KEY_ID: "key1",
  CLOUDFLARE_TURN_API_TOKEN: "token1",
  TWILIO_ACCOUNT_SID: "AC1",
  TWILIO_AUTH_TOKEN: "token2",
};

const wrong: [string, string][] = [
  ["DENO_ENV", "prod"],
  ["PORT", "http"],
  ["PORT", "70000"],
  ["PORT", "80.5"],
  ["PORT", " "],
  ["ANON_SIGNING_SECRET", "short"],
  ["VIP_SIGNING_SECRET", "short"],
  ["FREE_FOR_ALL", "yes"],
  ["ADMIN_PASSWORD", "short"],
  // As a file ends that it was read from; no form can send it.
  ["ADMIN_PASSWORD", "long-enough\n"],
  // A hash that lost its end would be a password as it stands.
  ["ADMIN_PASSWORD", "scrypt$32768$3$short$key"],
  ["ADMIN_TOKEN", "short"],
  ["ADMIN_TOKEN", "sixteen letters and spaces"],
  ["STUN_URLS", "http://stun.example"],
  ["STUN_URLS", "stun:"],
  ["STUN_URLS", "stun:one.example,stun:one.example:99999"],
  ["STUN_URLS", "stun:stun.example?transport=udp"],
  ["STUN_URLS", "stun://stun.example"],
  ["TURN_URLS", "stun:turn.example"],
  ["TURN_URLS", "turn:turn.example:0"],
  ["TURN_URLS", "turn:user@turn.example"],
  ["TURN_URLS", "turn:turn.example?transport=sctp"],
  ["TURN_SECRET", "short"],
  ["TURN_PROVIDER", "xirsys"],
  ["CLOUDFLARE_TURN_KEY_ID", "../other"],
  ["CLOUDFLARE_TURN_API_TOKEN", "two words"],
  ["TWILIO_ACCOUNT_SID", "SK123"],
  ["TWILIO_AUTH_TOKEN", "two words"],
  ["TURN_COST_PER_GB", "-1"],
  ["COUNTRIES_NOT_SERVED", "Vietnam"],
  ["TRUSTED_PROXY", "proxy.example"],
  ["TRUSTED_PROXY", "10.0.0"],
  ["TRUSTED_PROXY", "dead"],
  ["TRUSTED_PROXY", "010.0.0.1"],
  ["TRUSTED_PROXY", "10.0.0.0/33"],
  ["ALERT_HTTP_ERROR_PCT", "101"],
  ["ALERT_WEBHOOK_URL", "ftp://hook.example"],
];
for (const [name, value] of wrong) {
  Deno.test(`readConfig() names ${name} when it is "${value}"`, () => {
    throws(() => read({ ...turn, [name]: value }), (error: Error) => {
      equal(error instanceof ConfigError, true);
      equal(error.message.split("\n").length, 2);
      return error.message.includes(`  ${name} `);
    });
  });
}

Deno.test("readConfig() takes every form of a STUN and TURN address", () => {
  const stun = ["stun:stun.example", "stuns:10.0.0.1:5349", "stun:[::1]:3478"];
  const urls = [
    "turn:turn.example:3478?transport=udp",
    "turn:turn.example?transport=tcp",
    "turns:[2001:db8::1]:443?transport=tcp",
  ];
  const { ice } = read({
    STUN_URLS: stun.join(),
    TURN_URLS: urls.join(),
    TURN_SECRET: "a secret of the relay",
  });
  deepEqual(ice.stunUrls, stun);
  deepEqual(ice.turn?.provider === "coturn" && ice.turn.urls, urls);
});

Deno.test("readConfig() wants the provider of age assurance whole", () => {
  const url = "https://age.example/check";
  const secret = "s".repeat(32);
  for (
    const [env, problem] of [
      [
        { AGE_ASSURANCE_URL: url },
        /AGE_ASSURANCE_SECRET must be set where AGE_ASSURANCE_URL is/,
      ],
      [
        { AGE_ASSURANCE_SECRET: secret },
        /AGE_ASSURANCE_URL must be set where AGE_ASSURANCE_SECRET is/,
      ],
      [
        { AGE_ASSURANCE_URL: url, AGE_ASSURANCE_SECRET: "short" },
        /AGE_ASSURANCE_SECRET must have/,
      ],
      [
        { AGE_ASSURANCE_URL: "age.example", AGE_ASSURANCE_SECRET: secret },
        /AGE_ASSURANCE_URL must be an address/,
      ],
    ] as const
  ) throws(() => read(env), problem);
  const whole = { AGE_ASSURANCE_URL: url, AGE_ASSURANCE_SECRET: secret };
  deepEqual(read(whole).ageAssurance, { url, secret });
  equal(read({}).ageAssurance, null);
});

Deno.test("readConfig() reports all mistakes at once", () => {
  throws(
    () => read({ PORT: "x", FREE_FOR_ALL: "2", ADMIN_TOKEN: "y" }),
    (error: Error) =>
      ["PORT", "FREE_FOR_ALL", "ADMIN_TOKEN"].every((name) =>
        error.message.includes(name)
      ),
  );
});

Deno.test("readConfig() refuses production on generated secrets, naming them", () => {
  throws(
    () => read({ DENO_ENV: "production" }),
    (error: Error) =>
      error.message.includes("ANON_SIGNING_SECRET") &&
      error.message.includes("ADMIN_PASSWORD"),
  );
  throws(
    () => read({ ...production, ADMIN_PASSWORD: "" }),
    /ADMIN_PASSWORD must be set/,
  );
});

Deno.test("readConfig() names what is wrong and what is missing at once", () => {
  throws(
    () => read({ DENO_ENV: "production", PORT: "x", ADMIN_PASSWORD: "short" }),
    (error: Error) =>
      ["PORT must be a", "ANON_SIGNING_SECRET must be set", "ADMIN_PASSWORD"]
        .every((part) => error.message.includes(part)) &&
      error.message.split("\n").length === 4,
  );
});

Deno.test("readConfig() never generates in production", () => {
  const config = readConfig(production, () => {
    throw new Error("generated");
  });
  deepEqual([config.isProduction, config.host], [true, "0.0.0.0"]);
  equal(config.anonSecret, secret);
  equal(config.adminToken, undefined);
});

Deno.test("readConfig() signs with VIP_SIGNING_SECRET where only that is set", () => {
  const vip = "vip-0123456789abcdef";
  equal(read({ VIP_SIGNING_SECRET: vip }).anonSecret, vip);
  const { ANON_SIGNING_SECRET: _, ...rest } = production;
  equal(read({ ...rest, VIP_SIGNING_SECRET: vip }).anonSecret, vip);
});

Deno.test("readConfig() takes Deno Deploy for production with its own database", () => {
  const { DENO_ENV: _, ...rest } = production;
  const config = read({ ...rest, DENO_DEPLOYMENT_ID: "abc" });
  deepEqual([config.isProduction, config.kvPath], [true, undefined]);
  throws(() => read({ DENO_DEPLOYMENT_ID: "abc" }), ConfigError);
});

Deno.test("readConfig() splits lists", () => {
  const config = read({
    STUN_URLS: "stun:a.example, stuns:b.example:5349",
    TRUSTED_PROXY: "10.0.0.1,::1",
  });
  deepEqual(config.ice.stunUrls, ["stun:a.example", "stuns:b.example:5349"]);
  equal(config.trustedProxies.has("10.0.0.1"), true);
  equal(config.trustedProxies.has("::1"), true);
  equal(config.trustedProxies.has("10.0.0.2"), false);
});

Deno.test("readConfig() takes relays of the chosen provider", () => {
  const relaysOf = (TURN_PROVIDER?: string) =>
    read({ ...turn, TURN_PROVIDER }).ice.turn;
  deepEqual(relaysOf(), {
    provider: "coturn",
    urls: ["turn:turn.example"],
    secret,
  });
  deepEqual(relaysOf("cloudflare"), {
    provider: "cloudflare",
    keyId: "key1",
    apiToken: "token1",
  });
  deepEqual(relaysOf("twilio"), {
    provider: "twilio",
    accountSid: "AC1",
    authToken: "token2",
  });
  equal(read({}).ice.turn, null);
});

const halves: [Record<string, string>, string][] = [
  [{ TURN_URLS: turn.TURN_URLS }, "TURN_SECRET"],
  [{ TURN_SECRET: secret }, "TURN_URLS"],
  [{ CLOUDFLARE_TURN_KEY_ID: "key1" }, "CLOUDFLARE_TURN_API_TOKEN"],
  [{ TWILIO_AUTH_TOKEN: "token2" }, "TWILIO_ACCOUNT_SID"],
  [{ TURN_PROVIDER: "cloudflare" }, "CLOUDFLARE_TURN_KEY_ID"],
  [{ TURN_PROVIDER: "twilio" }, "TWILIO_AUTH_TOKEN"],
];
for (const [env, missing] of halves) {
  const given = Object.entries(env).map((pair) => pair.join("=")).join(" ");
  Deno.test(`readConfig() asks for ${missing} beside ${given}`, () => {
    throws(
      () => read(env),
      (error: Error) =>
        error instanceof ConfigError &&
        error.message.includes(`  ${missing} must be set where `),
    );
  });
}
