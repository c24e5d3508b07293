/**
 * Lint rules that hold the borders between the layers.
 *
 * @module
 */

/** Folders whose code ends up in the browser. */
const BROWSER =
  /\/(islands|components|workers|\(_islands\)|lib\/(call|i18n))\//;

/** Modules that only make sense on the server. */
const SERVER_MODULE =
  /lib\/(kv\/|admin\/|http\/|identity\/|safety\/|config\.ts|services\.ts|site\.ts)/;

/** Folders of pure logic, which know neither store nor server. */
const PURE = /\/lib\/(matching|webrtc_stats)\//;

/** Folder that alone may open or name Deno KV's own calls. */
const STORE = /\/(lib\/kv|tests|fresh)\//;

function importRule(
  where: RegExp,
  what: RegExp,
  message: string,
): Deno.lint.Rule {
  return {
    create(context) {
      if (!where.test(context.filename)) return {};
      return {
        ImportDeclaration(node) {
          if (node.importKind === "type") return;
          if (!what.test(node.source.value)) return;
          context.report({
            node,
            message,
            hint:
              "Import the type only, or move the function to a shared module",
          });
        },
      };
    },
  };
}

const kvOnlyInStore: Deno.lint.Rule = {
  create(context) {
    if (STORE.test(context.filename)) return {};
    return {
      'MemberExpression[object.name="Deno"][property.name="openKv"]'(node) {
        context.report({
          node,
          message: "Only lib/kv opens Deno KV",
          hint: "Use Store.open()",
        });
      },
    };
  },
};

/** The plugin that `deno.json` names. */
const plugin: Deno.lint.Plugin = {
  name: "layers",
  rules: {
    "no-server-in-browser": importRule(
      BROWSER,
      SERVER_MODULE,
      "Browser code must not import a server module",
    ),
    "no-effects-in-pure": importRule(
      PURE,
      SERVER_MODULE,
      "Pure logic must not import store or server",
    ),
    "no-routes-in-lib": importRule(
      /\/lib\//,
      /(^|\/)(routes|islands)\//,
      "lib must not import routes or islands",
    ),
    "kv-only-in-store": kvOnlyInStore,
  },
};

export default plugin;
