/**
 * Vite plugin: one HTML file with the script and the style in it, a content policy of their
 * hashes, and its gzip beside it, the same bytes on every machine.
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { Deflate } from "pako";
import uglify from "uglify-js";
import type { Plugin } from "vite";

const Z_BLOCK = 5;

export interface Options {
  /** What in the page is compressed apart. */
  apart: RegExp;
  /** Where the compressed page goes. */
  output: string;
  /** The most that it may weigh, in bytes. */
  budget: number;
}

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

function minified(code: string): string {
  const compress = { passes: 5, unsafe: true, pure_getters: true, toplevel: true };
  const result = uglify.minify(code, { toplevel: true, module: true, compress });
  if (result.error) throw result.error;
  return result.code;
}

/** The page's own script and style, forms and requests to where it came from, and data: pictures. */
function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "img-src data:",
    "connect-src 'self'",
    "form-action 'self'",
  ].join(";");
}

/** Drops what a parser puts back: blank lines, and quotes around plain words. */
function squeezed(html: string): string {
  return html.replace(/\n\s*/g, "").replace(/="([\w/.:,=-]+)"(?=[ >])/g, "=$1");
}

function assembled(html: string, script: string, style: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">`;
  return squeezed(html)
    .replace("<meta charset=utf-8>", (charset) => charset + meta)
    .replace("</head>", () => `<style>${style}</style></head>`)
    .replace("</body>", () => `<script>${script}</script></body>`);
}

/**
 * gzip -9 without name or time; 255 = no operating system is told. Each piece is a block of its
 * own, so that sentences and script get the codes that suit them: 2 % less.
 */
export function compressed(pieces: string[]): Uint8Array {
  const deflate = new Deflate({ level: 9, gzip: true });
  pieces.forEach((piece, at) =>
    deflate.push(new TextEncoder().encode(piece), at == pieces.length - 1 || Z_BLOCK),
  );
  const bytes = deflate.result as Uint8Array;
  bytes[9] = 255;
  return bytes;
}

export function singleFile({ apart, output, budget }: Options): Plugin {
  return {
    name: "single-file",
    enforce: "post",
    apply: "build",
    generateBundle(_, bundle) {
      let script = "";
      let style = "";
      let html = "";
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type == "chunk") script += part.code.trim();
        else if (name.endsWith(".css")) style += String(part.source).trim();
        else if (name.endsWith(".html")) html = String(part.source);
        delete bundle[name];
      }
      const bare = html.replace(/<(script|link rel="stylesheet")[^>]*>(<\/script>)?/g, "");
      const page = assembled(bare, minified(script), style);
      const [sentences] = apart.exec(page)!;
      const at = page.indexOf(sentences);
      const bytes = compressed([
        page.slice(0, at),
        sentences,
        page.slice(at + sentences.length),
      ]);
      this.emitFile({ type: "asset", fileName: "index.html", source: page });
      this.info(`${page.length} characters, ${bytes.length} of ${budget} bytes compressed`);
      if (bytes.length > budget)
        this.error(`the page weighs ${bytes.length} bytes, more than ${budget}`);
      writeFileSync(output, bytes);
    },
  };
}
