/**
 * Every Deno KV key of settings. No other file spells one.
 *
 * | key                    | value               | lives for | written by      | read by         |
 * | ---------------------- | ------------------- | --------- | --------------- | --------------- |
 * | `["setting", group]`   | numbers by name     | for ever  | kept_figures.ts | kept_figures.ts |
 *
 * @module
 */

/** Builders for the keys in the table above. */
export const settingKeys = {
  group: (group: string): Deno.KvKey => ["setting", group],
};
