import { equal, throws } from "node:assert/strict";
import {
  type AdminRequest,
  isAdmin,
  requireAdmin,
} from "@/lib/admin/require_admin.ts";
import {
  closeSession,
  openSession,
  SESSION_SECONDS,
} from "@/lib/admin/session.ts";
import { ApiError } from "@/lib/protocol/errors.ts";

const NOW = 1_787_400_000_000;
const config = {
  anonSecret: "a-signing-secret-of-tests",
  adminPassword: "correct horse",
  adminToken: "token-of-the-tests-0001",
};

function request(
  headers: Record<string, string>,
  { now = NOW, settings = config }: {
    now?: number;
    settings?: AdminRequest["state"]["services"]["config"];
  } = {},
): AdminRequest {
  return {
    req: new Request("http://localhost/api", { headers }),
    state: { services: { config: settings, now: () => now } },
  };
}

const cookie = openSession(config, { now: NOW, isSecure: true })
  .split(";")[0]!;

const cases: { why: string; ctx: AdminRequest; isLetIn: boolean }[] = [
  { why: "refuses a request with nothing", ctx: request({}), isLetIn: false },
  {
    why: "lets the bearer token in",
    ctx: request({ authorization: `Bearer ${config.adminToken}` }),
    isLetIn: true,
  },
  {
    why: "refuses another token of the same length",
    ctx: request({ authorization: "Bearer token-of-the-tests-0002" }),
    isLetIn: false,
  },
  {
    why: "refuses every token when none is set",
    ctx: request({ authorization: "Bearer undefined" }, {
      settings: { ...config, adminToken: undefined },
    }),
    isLetIn: false,
  },
  { why: "lets a session in", ctx: request({ cookie }), isLetIn: true },
  {
    why: "refuses a session after twelve hours",
    ctx: request({ cookie }, { now: NOW + SESSION_SECONDS * 1000 }),
    isLetIn: false,
  },
  {
    why: "refuses a session once the password was changed",
    ctx: request({ cookie }, {
      settings: { ...config, adminPassword: "another one" },
    }),
    isLetIn: false,
  },
  {
    why: "refuses a forged session",
    ctx: request({ cookie: cookie.slice(0, -1) + "!" }),
    isLetIn: false,
  },
];

for (const { why, ctx, isLetIn } of cases) {
  Deno.test(`isAdmin() ${why}`, () => equal(isAdmin(ctx), isLetIn));
}

Deno.test("requireAdmin() answers 401 and names the way in", () => {
  throws(() => requireAdmin(request({})), (error) => {
    equal(error instanceof ApiError && error.status, 401);
    return true;
  });
});

Deno.test("openSession() sets a cookie that scripts and other sites never see", () => {
  const secure = openSession(config, { now: NOW, isSecure: true });
  for (const part of ["HttpOnly", "SameSite=Strict", "Secure"]) {
    equal(secure.includes(part), true, part);
  }
  const plain = openSession(config, { now: NOW, isSecure: false });
  equal(plain.includes("Secure"), false);
});

Deno.test("closeSession() removes the cookie at once", () => {
  equal(closeSession(false).includes("Max-Age=0"), true);
});
