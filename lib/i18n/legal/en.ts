/**
 * Terms and privacy in English.
 *
 * @module
 */

import type { LegalTexts } from "./document.ts";

/** English legal pages. */
export const legalEn: LegalTexts = {
  terms: {
    title: "Rules and terms",
    lead:
      "Parley brings strangers together. That works when everybody keeps to a few rules. By pressing Start you accept them.",
    sections: [
      {
        heading: "Adults only",
        paragraphs: [
          "You must be at least 18 years old, and of age where you live. If the person in front of you looks younger, end the call.",
        ],
      },
      {
        heading: "How to behave",
        paragraphs: [
          "Show your face, not a recording, and nothing sexual. No threats, no hatred, no harassment, no selling, no begging.",
          "Do not record or photograph the other person, and do not pass on what they tell you. They trust you as you trust them.",
          "Do not ask for names, addresses, money or passwords, and do not give yours away.",
        ],
      },
      {
        heading: "What you may do any time",
        paragraphs: [
          "Leave. Next and Stop work at once and need no reason.",
        ],
      },
      {
        heading: "What we do, and what we cannot do",
        paragraphs: [
          "We introduce two browsers to each other. The video then travels between them without passing through a place where we could watch it, so we cannot promise whom you will meet or what you will see.",
          "Who breaks these rules can be shut out. The service is offered as it is: it may be interrupted, changed or ended.",
        ],
      },
    ],
  },
  addressServers:
    "To learn its own address, your browser asks {servers}. Whoever runs these servers sees that address, and nothing of your call.",
  privacy: {
    title: "Privacy",
    lead:
      "What we know of you is little, and all of it is on this page. There is no account, no advertising and no outside tracker.",
    sections: [
      {
        heading: "Your picture and voice",
        paragraphs: [
          "They go directly from your browser to the other person's, encrypted. We do not record them, store them or look at them. Where two networks allow no direct path, a relay may pass the encrypted packets on; it cannot read them either.",
          "What you two write in the text chat goes the same way. We do not see or keep any of it, and Next or Stop takes it off your page. The other person could have copied it by then.",
          "For a direct connection the two browsers must tell each other their network addresses. The person you talk to could therefore find out your IP address with the right tools.",
        ],
      },
      {
        heading: "The number we know you by",
        paragraphs: [
          "A cookie holds a random, signed number, so that two people can be paired and a call has two members. It says nothing about you and expires after 30 days. A second cookie keeps your language. A third one lives for ten seconds and tells the chat page that it is being reloaded.",
          "Your choice of whom you want to meet stays in your own browser, and is with us only while you wait.",
        ],
      },
      {
        heading: "What is kept only for a moment",
        paragraphs: [
          "To introduce two browsers, our server holds their connection data, network addresses among them, as long as the call lasts. It is deleted when the call ends, or some four minutes after a browser vanished without a word. What a server leaves behind that broke off just then is deleted within a day.",
          "For an hour it also remembers which numbers have just met, so that you meet others first.",
        ],
      },
      {
        heading: "What we measure",
        paragraphs: [
          "The course of calls: how long it took to find a partner and to see a picture, whether a connection came about, how the call ended, and whether a relay was used. Single reports are kept for 7 days, after that only hourly and daily figures.",
          "While you talk, every few seconds how the connection does: bitrates, delays, losses, sizes of the pictures, the kind of path, and the kind of device and browser. What is said about a single call is kept for 7 days.",
          "Requests to our server: how many, how long they took, how large they were, counted by kind of page. How many different visitors there were is estimated from scrambled numbers, from which yours cannot be read.",
          "We store no IP addresses in these figures.",
          "Whoever tries the operators' password leaves a scrambled trace of their address, from which it cannot be read, for 90 days.",
        ],
      },
      {
        heading: "What you can do",
        paragraphs: [
          "Delete the cookies of this site, and the link between you and your number is gone. Nothing else here leads back to you.",
        ],
      },
    ],
  },
};
