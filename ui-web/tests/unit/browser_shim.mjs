// The members of a browser that modules touch while loading; tests that need a real page are browser tests.
globalThis.window ??= globalThis;
globalThis.location ??= { hash: "", pathname: "/" };
globalThis.document ??= { documentElement: { lang: "" }, querySelector: () => null, getElementById: () => null };
globalThis.addEventListener ??= () => undefined;
