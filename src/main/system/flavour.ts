/** Set when the app is built (electron.vite.config.ts): nothing that is shipped can be talked into it. */
declare const __TEST_FLAVOUR__: boolean;

/** True in the packaged app that tests drive. It differs in what it lets a test do, and in its name. */
export const testFlavour: boolean = typeof __TEST_FLAVOUR__ === 'boolean' && __TEST_FLAVOUR__;
