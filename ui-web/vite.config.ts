// Builds one of the two entry pages: `--mode node` for the clerks' screens, `--mode hub` for the administrators'.
// Each lands in a folder of its own, because each is served by another daemon.
import { resolve } from "node:path";
import { defineConfig } from "vite";

export default defineConfig(({ mode }) => {
  const page = mode === "hub" ? "hub" : "node";
  return {
    root: resolve(__dirname, page),
    publicDir: resolve(__dirname, "public"),
    esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
    build: {
      outDir: resolve(__dirname, "dist", page),
      emptyOutDir: true,
      // Browsers that still run on the PCs of a district office.
      target: ["chrome87", "firefox78", "safari14"],
      // The content security policy allows no inline script and no data: address.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
    },
  };
});
