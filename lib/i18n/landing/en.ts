/**
 * The landing page in English.
 *
 * @module
 */

import type { LandingMessages } from "../catalogue.ts";

/** English texts. */
export const en: LandingMessages = {
  title: "The next good conversation is one press away.",
  lead:
    "Parley puts you face to face with one other person, somewhere in the world, right now. No account, no app, nothing to fill in.",
  ctaNote: "You need a camera, a microphone and a minute.",
  pictureLabel: "Two people meet",
  howTitle: "How it goes",
  steps: [
    {
      title: "Press Start",
      text: "Your browser asks for camera and microphone. Say yes.",
    },
    {
      title: "Meet someone",
      text:
        "We pick someone whose wishes fit yours, whoever has waited longest.",
    },
    {
      title: "Talk, or move on",
      text:
        "Stay as long as you like. Press Next for someone else, Stop to leave.",
    },
  ],
  promisesTitle: "What you can count on",
  promises: [
    {
      title: "Straight from browser to browser",
      text:
        "Your picture and voice go directly to the other person. We do not record them, and cannot watch.",
    },
    {
      title: "You decide whom you meet",
      text:
        "Everyone, or only women or men, from anywhere or from the countries you choose. It has to suit both of you.",
    },
    {
      title: "No account, no trail",
      text:
        "A random number in a cookie is all we know you by, and it is gone after 30 days.",
    },
    {
      title: "Plain words when it fails",
      text:
        "If a call does not come about, you are told why and what you can do.",
    },
  ],
  closing: "Go on, say hello to someone.",
};
