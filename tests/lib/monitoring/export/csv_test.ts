import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { type Cell, csvLine } from "@/lib/monitoring/export/csv.ts";

/** Reads CSV as RFC 4180 has it; written apart from the writer on purpose. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let i = 0; i < text.length;) {
    let cell = "";
    if (text[i] === '"') {
      for (i++; text[i] !== '"' || text[i + 1] === '"'; i++) {
        if (text[i] === '"') i++;
        cell += text[i];
      }
      i++;
    } else {
      while (text[i] !== "," && text[i] !== "\r") cell += text[i++];
    }
    row.push(cell);
    if (text[i] === ",") i++;
    else {
      equal(text.slice(i, i + 2), "\r\n");
      i += 2;
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

const defused = (cell: string) =>
  (/^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell)
    .replace(/[;\t\r\n]"*(?=[=+\-@＝＋－＠])/g, (start) => `${start}'`);

Deno.test("csvLine() has no formula for a spreadsheet that splits by ; either", () => {
  const texts = ["a;=1+1", "a;+1;-1;@x", 'a;"=1', "a\n=1", "a;＝1", "a\t=1"];
  for (const text of texts) {
    const line = csvLine(["x", text]);
    for (const cell of line.split(/[;\t\r\n]/)) {
      equal(/^"*[=+\-@＝＋－＠]/.test(cell), false, line);
    }
  }
  equal(csvLine(["a;b", "1;2"]), "a;b,1;2\r\n");
});

Deno.test("csvLine() quotes what RFC 4180 wants quoted", () => {
  equal(csvLine(["a", "b,c", 'd"e', "f\r\ng"]), 'a,"b,c","d""e","f\r\ng"\r\n');
});

Deno.test("csvLine() defuses formulas, of texts only", () => {
  equal(
    csvLine(["=1+1", "+1", "-1", "@x", "\tx", "＝1", "a=1"]),
    "'=1+1,'+1,'-1,'@x,'\tx,'＝1,a=1\r\n",
  );
  equal(csvLine([-5, -0.5, true]), "-5,-0.5,true\r\n");
});

Deno.test("csvLine() leaves a cell empty that is unknown", () => {
  equal(csvLine([undefined, 0, null, "", false]), ",0,,,false\r\n");
});

Deno.test("csvLine() reads back as it was written, but for formulas", () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(..."\",\r\n=+-@' \t;é你＝".split("")),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
  });
  const cell = fc.oneof(text, fc.double(), fc.boolean());
  const lines = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }));
  fc.assert(fc.property(lines, (rows: Cell[][]) => {
    const written = rows.map(csvLine).join("");
    deepEqual(
      parseCsv(written),
      rows.map((row) =>
        row.map((c) => typeof c === "string" ? defused(c) : String(c))
      ),
    );
  }));
});
