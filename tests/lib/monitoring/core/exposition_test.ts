import { equal } from "node:assert/strict";
import { exposition } from "@/lib/monitoring/core/exposition.ts";

Deno.test("exposition() writes help, type and values", () => {
  equal(
    exposition([
      {
        name: "a_seconds",
        type: "histogram",
        help: "Line\nbreak and \\.",
        samples: [
          { suffix: "_bucket", labels: { le: "+Inf", r: 'a"\\\n' }, value: 2 },
          { suffix: "_sum", value: 0.5 },
        ],
      },
      { name: "empty", type: "gauge", help: "None.", samples: [] },
      {
        name: "odd",
        type: "gauge",
        help: "Odd.",
        samples: [Infinity, -Infinity, NaN, 1e21].map((value) => ({ value })),
      },
    ]),
    "# HELP a_seconds Line\\nbreak and \\\\.\n# TYPE a_seconds histogram\n" +
      'a_seconds_bucket{le="+Inf",r="a\\"\\\\\\n"} 2\na_seconds_sum 0.5\n' +
      "# HELP odd Odd.\n# TYPE odd gauge\nodd +Inf\nodd -Inf\nodd NaN\nodd 1e+21\n",
  );
});
