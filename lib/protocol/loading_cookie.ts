/**
 * The cookie by which a page knows that it is being loaded anew.
 *
 * @module
 */

/** Its name; scripts see it, and it says nothing of the visitor. */
export const LOADING_COOKIE = "chat-loading";

/** How long it lives, seconds: an answer and the end of the old page are close. */
export const LOADING_COOKIE_SECONDS = 10;
