import { Document } from "@/components/Document.tsx";
import { define } from "@/lib/app/define.ts";

/** Every page inside the document shell. */
export default define.page(function App({ Component, state }) {
  return (
    <Document locale={state.locale}>
      <Component />
    </Document>
  );
});
