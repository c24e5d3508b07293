/**
 * The name of the build that is running, in server and browser.
 *
 * @module
 */

// The bundler puts the name here; on the server the identifier is unknown.
declare const __FRESH_BUILD_ID__: string;

/** Names the build; part of the URL of every asset. */
export let BUILD_ID: string = typeof __FRESH_BUILD_ID__ === "string"
  ? __FRESH_BUILD_ID__
  : "";

/** Sets the name, when a build is taken into use. */
export function setBuildId(id: string): void {
  BUILD_ID = id;
}
