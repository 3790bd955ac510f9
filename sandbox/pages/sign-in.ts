import { escapeHtml } from './escape.ts';
import { layout, STYLE_SOURCE } from './layout.ts';

/**
 * `form-action` names the loopback addresses because browsers apply it to the redirect after a form as well,
 * and that one leads back to the app that asked for the sign-in.
 */
export const SIGN_IN_POLICY =
  `default-src 'none'; style-src ${STYLE_SOURCE}; base-uri 'none'; frame-ancestors 'none'; ` +
  "form-action 'self' http://127.0.0.1:* http://localhost:* http://[::1]:*";

export interface SignInForm {
  username: string;
  problem: string | undefined;
}

export function signInPage({ username, problem }: SignInForm): string {
  const alert =
    problem === undefined ? '' : `<p class="problem" role="alert" id="problem">${escapeHtml(problem)}</p>`;
  return layout(
    'Sign in to the sandbox platform',
    `<h1>Sign in</h1>
<p>Sandbox platform: a stand-in for trying things out. Do not use a real password here.</p>
${alert}
<form method="post" autocomplete="on"${problem === undefined ? '' : ' aria-describedby="problem"'}>
<label for="username">User name</label>
<input id="username" name="username" value="${escapeHtml(username)}" autocomplete="username"
  autocapitalize="none" spellcheck="false" required autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<label for="totp">One-time code</label>
<input id="totp" name="totp" inputmode="numeric" autocomplete="one-time-code" aria-describedby="totp-hint">
<p class="hint" id="totp-hint">Only if the account asks for one; leave it empty otherwise.</p>
<div class="actions">
<button class="primary">Sign in</button>
<button name="cancel" value="yes" formnovalidate>Cancel</button>
</div>
</form>`,
  );
}
