/** Signed cookies, as Parley makes them. */

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const LIFE_SECONDS = 30 * 24 * 3600;
const MAX_REMEMBERED = 20_000;

/** Issues and recognizes visitors' cookies. */
export class Visitors {
  #secret;
  #verified = new Map();

  constructor(secret) {
    this.#secret = secret;
  }

  /** Tells who a `Cookie` header names; `null` for nobody. */
  identify(header) {
    const token = /(?:^|; ?)anon=([^;]+)/.exec(header ?? "")?.[1];
    if (token === undefined) return null;
    const known = this.#verified.get(token) ?? this.#verify(token);
    return known !== null && known.expiresAt > Date.now() ? known.id : null;
  }

  /** Makes a new visitor's `Set-Cookie` value. */
  issue() {
    const id = randomBytes(16).toString("base64url");
    const expiry = Math.floor(Date.now() / 1000) + LIFE_SECONDS;
    const token = this.#sign(id, expiry.toString(36));
    this.#remember(token, { id, expiresAt: expiry * 1000 });
    return `anon=${token}; Path=/; Max-Age=${LIFE_SECONDS}; SameSite=Lax; HttpOnly`;
  }

  #verify(token) {
    const [id, expiry, signature] = token.split(".");
    if (signature === undefined) return null;
    const expected = Buffer.from(this.#sign(id, expiry));
    const given = Buffer.from(token);
    if (given.length !== expected.length) return null;
    if (!timingSafeEqual(given, expected)) return null;
    const content = { id, expiresAt: parseInt(expiry, 36) * 1000 };
    this.#remember(token, content);
    return content;
  }

  #sign(id, expiry) {
    const body = `${id}.${expiry}`;
    const signature = createHmac("sha256", this.#secret).update(`anon.${body}`);
    return `${body}.${signature.digest("base64url")}`;
  }

  #remember(token, content) {
    if (this.#verified.size >= MAX_REMEMBERED) this.#verified.clear();
    this.#verified.set(token, content);
  }
}
