/**
 * Starts Debian's Firefox for the tests of the page. Playwright drives it over WebDriver BiDi, a standard that Firefox
 * brings along. Playwright is made for a Firefox of its own there, so that a few of its
 * messages are changed here.
 */
import { type Browser, firefox } from 'playwright-core';
import { findProgram } from '../../scripts/find-program.ts';

/** The path in the environment variable FIREFOX, else that of an installed Firefox; null when there is none. */
export const firefoxPath: string | null = process.env.FIREFOX || findProgram(['firefox-esr', 'firefox']);

/** The name of a suite that is skipped. */
export const whyFirefoxSkipped = 'no Firefox here (set FIREFOX to one): the page is not tested in it';

/** A person who wants no motion, with a camera that shows a moving test picture and is always allowed. It connects to nothing but addresses of this machine. */
const preferences = {
  'ui.prefersReducedMotion': 1,
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.dns.forceResolve': '127.0.0.1',
};

/** Dark colours, and scroll bars that take no space. */
const ofDarkPhone = { 'ui.systemUsesDarkTheme': 1, 'ui.useOverlayScrollbars': 1 };

/** Starts Firefox on a fresh profile, which is deleted when it closes. @param isDarkPhone has its colours and scroll bars. */
export async function launchFirefox(isDarkPhone = false): Promise<Browser> {
  if (firefoxPath === null) throw new Error(whyFirefoxSkipped);
  const browser = await firefox.launch({
    executablePath: firefoxPath,
    // The channel makes Playwright speak WebDriver BiDi.
    channel: 'moz-firefox',
    firefoxUserPrefs: { ...preferences, ...(isDarkPhone && ofDarkPhone) },
    env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
  });
  changeMessages(browser);
  return browser;
}

type Send = (method: string, parameters: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** A session of WebDriver BiDi. */
interface Session {
  send: Send;
  emit(event: string, parameters?: Record<string, unknown>): boolean;
}

/** What of Playwright's own objects is used here. Its version is pinned exactly. */
interface Internals {
  readonly _connection: {
    toImpl(of: unknown): { readonly _browserSession: { readonly constructor: { readonly prototype: Session } } };
  };
}

let areChanged = false;

/** Changes the messages of all sessions of this process. */
function changeMessages(browser: Browser): void {
  if (areChanged) return;
  areChanged = true;
  const { prototype } = (browser as unknown as Internals)._connection.toImpl(browser)._browserSession.constructor;
  const { send, emit } = prototype;
  prototype.emit = function (event, parameters) {
    if (!event.startsWith('browsingContext.download')) return emit.call(this, event, parameters);
    // Firefox 153 gives no id to the download of a link. Playwright leaves out a download without one.
    return emit.call(this, event, { ...parameters, download: parameters?.navigation ?? parameters?.url });
  };
  prototype.send = async function (method, parameters) {
    const plainSend: Send = (...args) => send.apply(this, args);
    // Firefox 153 does not have this command; its preferences decide.
    if (method === 'emulation.setMediaFeaturesOverride') return {};
    if (method === 'script.callFunction' && isEvaluation(parameters)) return evaluated(plainSend, parameters);
    return plainSend(method, parameters);
  };
}

/** The arguments of Playwright's own function: its object in the page, three settings with the expression, and values. */
interface Evaluation extends Record<string, unknown> {
  readonly target: object;
  readonly arguments: readonly [object, object, object, { readonly value: string }, ...object[]];
}

/** Returns whether the command evaluates an expression in the page itself, where the page's policy forbids `eval`. */
function isEvaluation(parameters: Record<string, unknown>): parameters is Evaluation {
  const { functionDeclaration, target } = parameters as { functionDeclaration: string; target: object };
  return functionDeclaration.includes('utilityScript.evaluate') && !('sandbox' in target && target.sandbox);
}

/** Makes the browser evaluate the expression, and gives the value to Playwright's function in place of `eval`. */
async function evaluated(send: Send, parameters: Evaluation): Promise<Record<string, unknown>> {
  const { target, arguments: given } = parameters;
  const [script, isFunction, isByValue, expression, ...rest] = given;
  const answer = await send('script.evaluate', {
    ...{ expression: expression.value, target, awaitPromise: true, resultOwnership: 'root', userActivation: true },
    serializationOptions: { maxObjectDepth: 0, maxDomDepth: 0 },
  });
  if (answer.type === 'exception') return answer;
  const value = answer.result as { readonly handle?: string };
  return send('script.callFunction', {
    ...parameters,
    functionDeclaration: `(script, value, ...args) => {
      const { global } = script;
      script.global = { eval: () => value };
      try { return script.evaluate(...args); } finally { script.global = global; }
    }`,
    arguments: [script, value.handle ? { handle: value.handle } : value, isFunction, isByValue, expression, ...rest],
  });
}
