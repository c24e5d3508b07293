/**
 * The shape of a page of legal text.
 *
 * @module
 */

/** One heading with its paragraphs. */
export type LegalSection = {
  readonly heading: string;
  readonly paragraphs: readonly string[];
};

/** A page of legal text. */
export type LegalDocument = {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly LegalSection[];
};

/** Both legal pages of one language. */
export type LegalTexts = {
  readonly terms: LegalDocument;
  readonly privacy: LegalDocument;
  /** Said on the page on privacy where the site uses STUN servers. */
  readonly addressServers: string;
};
