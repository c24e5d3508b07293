/**
 * Sets the Content-Security-Policy.
 *
 * @module
 */
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
export function csp<T>(
  { csp: own = [], useNonce = false }: CSPOptions = {},
): Middleware<T> {
  const directives = new Map(
    [...DEFAULTS, ...own].map((directive) => [nameOf(directive), directive]),
  );
  const list = [...directives.values()];
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
  return directive.trim().split(/\s/, 1)[0] ?? "";
}

function withNonce(directives: string[], nonce: string): string {
  return directives.map((directive) =>
    TAKES_NONCE.test(nameOf(directive))
      ? directive.replaceAll(INLINE, `'nonce-${nonce}'`)
      : directive
  ).join("; ");
}
