import { descriptionRoute } from "@/lib/signaling/description_route.ts";

/** The caller's offers, for the callee. */
export const handler = descriptionRoute("offer");
