/**
 * `@fresh/build-id` for upstream's tests.
 *
 * @module
 */
import "../../../fresh/src/app.ts";

export { BUILD_ID } from "../../../fresh/src/runtime/assets.ts";
