/**
 * Looks for the order of the sentences that compresses best and keeps it in build/order.json.
 * Run it on a built page, after sentences have changed: `npm run arrange [seconds]`. The order
 * means nothing else; that of i18n/*.json is for translators. It is worth 200 bytes of the page.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

const PAGE = new URL("../dist/index.html", import.meta.url);
const ORDER = new URL("./order.json", import.meta.url);
/** Bytes that a worse order may cost at the start: simulated annealing. */
const HOT = 10;

const page = readFileSync(PAGE, "utf8");
const keys = JSON.parse(readFileSync(ORDER, "utf8"));
const [table] = /\{\w\w:"(?:rtl)?\|.*?"\}/.exec(page);
const languages = [...table.matchAll(/(\w\w):"([^"]*)"/g)].map(([, tag, text]) => {
  const [direction, ...sentences] = text.split("|");
  return { tag, direction, sentences };
});

/** Compressed size of the sentences in this order: in the page they are a block of their own. */
function size(order) {
  const tables = languages.map(
    ({ tag, direction, sentences }) =>
      `${tag}:"${[direction, ...order.map((at) => sentences[at])].join("|")}"`,
  );
  return deflateSync(tables.join(), { level: 9 }).length;
}

const random = (below) => Math.floor(Math.random() * below);

/** The order with a few neighbours moved elsewhere, or two sentences exchanged. */
function neighbour(order) {
  const next = [...order];
  if (random(2)) {
    const some = next.splice(random(next.length), 1 + random(4));
    next.splice(random(next.length + 1), 0, ...some);
  } else {
    const [one, other] = [random(next.length), random(next.length)];
    [next[one], next[other]] = [next[other], next[one]];
  }
  return next;
}

const seconds = Number(process.argv[2] || 120);
const start = Date.now();
let order = keys.map((_, at) => at);
let bytes = size(order);
let [best, least] = [order, bytes];
console.log(`${bytes} bytes`);
for (let left = 1; left > 0; left = 1 - (Date.now() - start) / 1000 / seconds) {
  const next = neighbour(order);
  const cost = size(next) - bytes;
  if (cost > 0 && Math.random() > Math.exp(-cost / (HOT * left * left))) continue;
  [order, bytes] = [next, bytes + cost];
  if (bytes < least) [best, least] = [order, bytes];
}
console.log(`${least} bytes`);
writeFileSync(ORDER, JSON.stringify(best.map((at) => keys[at]), null, 1) + "\n");
