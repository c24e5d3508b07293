import { descriptionRoute } from "@/lib/signaling/description_route.ts";

/** The callee's answers, for the caller. */
export const handler = descriptionRoute("answer");
