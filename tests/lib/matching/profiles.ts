/**
 * Two kinds of people who want each other and nobody else.
 *
 * @module
 */

import { profile } from "@/tests/helpers.ts";

/** A man who looks for a woman. */
export const man = profile({ gender: "m", filterGenders: ["f"] });

/** A woman who looks for a man. */
export const woman = profile({ gender: "f", filterGenders: ["m"] });
