/** The number of a sentence. */
type Key = number & { readonly sentence: unique symbol };

/** `KEY.intro` becomes the sentence's number when the page is built (build/languages.ts). */
declare const KEY: { readonly [name in keyof typeof import("../i18n/en.json")]: Key };

declare module "virtual:languages" {
  /**
   * Language code -> "rtl" or nothing and its sentences, joined by "|"; `$` device, `^` ap, `~` net, `@` local, `#` n, own.
   */
  const languages: Record<string, string>;
  export default languages;
  /** The one for readers of none of them. */
  export const first: string;
}
