import { defineConfig } from "vite";
import { languages, TABLE } from "./build/languages.ts";
import { singleFile } from "./build/single_file.ts";

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** `LANGUAGES=en,it npm run build`: the first one is for readers of none of them. */
const chosen = (process.env.LANGUAGES || "en,de,fr,es").split(",");
/** With other languages the page may weigh more; the one in the repository may not. */
const budget = Number(process.env.BUDGET || 10240);
const output = process.env.OUTPUT || here("../lib/wifi_setup/www/index.html.gz");

export default defineConfig({
  plugins: [languages(here("i18n"), chosen), singleFile({ apart: TABLE, output, budget })],
  // `npm run dev` beside `python3 tests/page/mock.py`: the sources as they are edited.
  server: { proxy: { "/v1": "http://127.0.0.1:8080" } },
  build: {
    target: ["chrome64", "safari12"],
    cssTarget: ["chrome64", "safari12"],
    modulePreload: false,
    assetsInlineLimit: 0,
    minify: false,
    cssMinify: true,
    reportCompressedSize: false,
  },
});
