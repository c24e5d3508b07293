/**
 * Pages on which admins set numbers.
 *
 * @module
 */

import { page, type PageResponse } from "fresh";
import { readForm } from "@/lib/http/input.ts";
import { type FigureField, readFigures } from "@/lib/settings/figures.ts";
import type { FigureChange, KeptFigures } from "@/lib/settings/kept_figures.ts";
import { type ApiContext, type ApiHandler, apiRoute } from "./api_route.ts";
import { PRIVATE_HEADERS } from "./desk_route.ts";
import { noteAdmin } from "./identify_admin.ts";
/** What such a page is given. */
export interface FigurePageData {
  /** The numbers. */
  fields: FigureField[];
  /** What was just saved, in words; `null`: nothing was. */
  saved: string | null;
}

const LIMIT_BYTES = 8 * 1024;

/**
 * Makes the handler of such a page: reads the numbers, and sets them by a form.
 * Each change is in the audit log.
 *
 * @param pick Finds the group among what the site runs with.
 */
export function figureRoute<Name extends string>(
  pick: (ctx: ApiContext) => KeptFigures<Name>,
): ApiHandler<PageResponse<FigurePageData> | Response> {
  return apiRoute<PageResponse<FigurePageData> | Response>({
    async GET(ctx) {
      const kept = pick(ctx);
      const overrides = await kept.overrides();
      const saved = ctx.url.searchParams.get("saved");
      return page({
        fields: fieldsOf(kept, (name) => String(overrides[name] ?? "")),
        saved: saved === null ? null : savedText(Number(saved)),
      }, { headers: PRIVATE_HEADERS });
    },
    async POST(ctx) {
      const kept = pick(ctx);
      const form = await readForm(ctx.req, { limitBytes: LIMIT_BYTES });
      const read = readFigures(kept.figures, form);
      if (!read.isRight) {
        const typed = (name: Name) => form.get(name) ?? "";
        const fields = fieldsOf(kept, typed, read.problems);
        const answer = { status: 400, headers: PRIVATE_HEADERS };
        return page({ fields, saved: null }, answer);
      }
      const changes = await kept.change(read.changes);
      if (changes.length > 0) {
        await noteAdmin(ctx, "changed-settings", changesText(changes));
      }
      const location = `${ctx.url.pathname}?saved=${changes.length}`;
      return new Response(null, { status: 303, headers: { location } });
    },
  });
}

function fieldsOf<Name extends string>(
  { figures, defaults }: KeptFigures<Name>,
  textOf: (name: Name) => string,
  problems: Partial<Record<Name, string>> = {},
): FigureField[] {
  return (Object.keys(figures) as Name[]).map((name) => {
    const { label, about = "", unit, min, max, isWhole = false } =
      figures[name];
    return {
      name,
      label,
      about,
      unit,
      min,
      max,
      isWhole,
      text: textOf(name),
      defaultValue: defaults[name],
      problem: problems[name] ?? null,
    };
  });
}

function changesText<Name extends string>(
  changes: readonly FigureChange<Name>[],
): string {
  return changes.map(({ name, from, to }) => `${name} ${from} → ${to}`)
    .join(", ");
}

function savedText(count: number): string {
  if (!(count > 0)) return "Nothing was different.";
  return count === 1 ? "Saved one change." : `Saved ${count} changes.`;
}
