import { escapeHtml } from './escape.ts';
import { layout } from './layout.ts';

/** What a browser is shown when a sign-in cannot go on. */
export function errorPage(what: string, why = ''): string {
  return layout('Sign-in problem', `<h1>${escapeHtml(what)}</h1><p role="alert">${escapeHtml(why)}</p>`);
}
