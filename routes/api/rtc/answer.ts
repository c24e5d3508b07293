import { descriptionRoute } from "./(_signaling)/description_route.ts";

/** The callee's answers, for the caller. */
export const handler = descriptionRoute("answer");
