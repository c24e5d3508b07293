import { descriptionRoute } from "./(_signaling)/description_route.ts";

/** The caller's offers, for the callee. */
export const handler = descriptionRoute("offer");
