import { layout } from './layout.ts';

/** Asks whether to sign out; `form` is oidc-provider's own hidden form, which the buttons submit. */
export function signOutPage(form: string): string {
  return layout(
    'Sign out',
    `<h1>Sign out?</h1>
<p>You are signed in to the sandbox platform in this browser.</p>
${form}
<div class="actions">
<button class="primary" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button form="op.logoutForm">Stay signed in</button>
</div>`,
  );
}

export function signedOutPage(): string {
  return layout('Signed out', '<h1>You are signed out</h1><p>You can close this page.</p>');
}
