/**
 * Sets the Content-Security-Policy.
 *
 * @module
 */
import { onlyKnown } from "../missing.ts";
import { NONCE } from "../render/document.ts";
import type { Middleware } from "../types.ts";

/** Options of {@link csp}. */
export interface CSPOptions {
  /** Directives; one of the same name replaces the default. */
  csp?: string[];
  /** Allow scripts and styles by the page's nonce, not all inline ones. */
  useNonce?: boolean;
}

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

const INLINE = "'unsafe-inline'";
const TAKES_NONCE = /^(default-src|(script|style)-src(-elem|-attr)?)$/;

/**
 * Creates a middleware that sets the Content-Security-Policy.
 *
 * With `useNonce` a rendered page allows just the scripts and styles that it
 * was rendered with. The nonce travels on the `Response` object, so a
 * middleware in between must not make a new one of it.
 */
export function csp<T>(options: CSPOptions = {}): Middleware<T> {
  // A policy that is asked only to report must not come into force.
  onlyKnown(options, ["csp", "useNonce"], "csp()");
  const { csp: own = [], useNonce = false } = options;
  const replaced = new Set(own.map(nameOf));
  const kept = DEFAULTS.filter((directive) => !replaced.has(nameOf(directive)));
  const list = [...kept, ...own];
  const policy = list.join("; ");

  return async function setContentSecurityPolicy(ctx) {
    const response = await ctx.next();
    const { [NONCE]: nonce } = response as { [NONCE]?: string };
    response.headers.set(
      "content-security-policy",
      useNonce && nonce !== undefined ? withNonce(list, nonce) : policy,
    );
    return response;
  };
}

function nameOf(directive: string): string {
  return directive.split(" ", 1)[0] ?? "";
}

function withNonce(directives: string[], nonce: string): string {
  return directives.map((directive) =>
    TAKES_NONCE.test(nameOf(directive))
      ? directive.replaceAll(INLINE, `'nonce-${nonce}'`)
      : directive
  ).join("; ");
}
