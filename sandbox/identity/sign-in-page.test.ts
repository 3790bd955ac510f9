import * as client from 'openid-client';
import { expect, it } from 'vitest';
import { call, formOf, startRig, type Reply, type Rig } from '../testing/harness.ts';

const REDIRECT = 'http://127.0.0.1:51234/callback';

/** A browser that follows no redirect by itself and keeps its cookies. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async go(url: string, form?: Record<string, string>): Promise<Reply & { location: string }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const sent = form === undefined ? { headers: {}, body: '' } : formOf(form);
    const headers = { ...sent.headers, cookie, accept: 'text/html' };
    const reply = await call(
      url,
      form === undefined ? { headers } : { method: 'POST', headers, body: sent.body ?? '' },
    );
    for (const line of reply.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return { ...reply, location: new URL(reply.headers.location ?? '', url).href };
  }
}

async function start(
  rig: Rig,
  parameters: Record<string, string> = {},
): Promise<{ config: client.Configuration; url: string; checks: client.AuthorizationCodeGrantChecks }> {
  const config = await client.discovery(
    new URL(`${rig.origin}/auth/realms/kelvin`),
    'kelvin-client',
    {},
    client.None(),
    {
      execute: [client.allowInsecureRequests],
    },
  );
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT,
    scope: 'openid email profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...parameters,
  });
  return {
    config,
    url: url.href,
    checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true },
  };
}

it('signs a person in through a browser, as a certified client library checks it', async () => {
  const rig = await startRig();
  const { config, url, checks } = await start(rig);
  const browser = new Browser();
  const page = (await browser.go(url)).location;
  expect((await browser.go(page)).text).toContain('<h1>Sign in</h1>');
  const resume = (await browser.go(page, { username: 'demo', password: 'demo' })).location;
  const callback = (await browser.go(resume)).location;
  expect(callback.startsWith(`${REDIRECT}?code=`)).toBe(true);

  const tokens = await client.authorizationCodeGrant(config, new URL(callback), checks);
  expect(tokens.claims()).toMatchObject({ preferred_username: 'demo@sandbox.example' });
  expect(tokens.refresh_token).toEqual(expect.any(String));
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  const info = await client.fetchUserInfo(config, refreshed.access_token, tokens.claims()?.sub ?? '');
  expect(info.email).toBe('demo@sandbox.example');
  const posted = (await rig.control.journal({ operation: 'sign-in-page' })).filter(
    ({ method }) => method === 'POST',
  );
  expect(posted).toMatchObject([{ user: 'demo@sandbox.example', status: 303 }]);
});

it('says what is not right, keeps the user name, and lets the person try again', async () => {
  const rig = await startRig();
  const browser = new Browser();
  const page = (await browser.go((await start(rig)).url)).location;
  const wrong = await browser.go(page, { username: 'demo"><b>', password: 'wrong' });
  expect(wrong.status).toBe(200);
  expect(wrong.text).toContain('role="alert"');
  expect(wrong.text).toContain('value="demo&quot;&gt;&lt;b&gt;"');
  expect(wrong.text).not.toContain('wrong"');
  expect((await browser.go(page, { username: 'demo', password: 'demo' })).status).toBe(303);
});

it('asks for the one-time code of an account that needs one', async () => {
  const rig = await startRig();
  const browser = new Browser();
  const page = (await browser.go((await start(rig)).url)).location;
  expect((await browser.go(page, { username: 'totp', password: 'totp' })).text).toContain(
    'one-time code is not right',
  );
  const code = await rig.control.oneTimeCode('totp');
  const signedIn = await browser.go(page, {
    username: 'totp',
    password: 'totp',
    totp: `${code.slice(0, 3)} ${code.slice(3)}`,
  });
  expect(signedIn.status).toBe(303);
});

it('goes back with access_denied when the person cancels', async () => {
  const rig = await startRig();
  const browser = new Browser();
  const page = (await browser.go((await start(rig, { redirect_uri: 'http://localhost:38638' })).url))
    .location;
  const resume = (await browser.go(page, { cancel: 'yes', username: '', password: '' })).location;
  const back = new URL((await browser.go(resume)).location);
  expect([back.host, back.searchParams.get('error')]).toEqual(['localhost:38638', 'access_denied']);
});

it('lets a browser that is signed in through at once, until the app signed out', async () => {
  const rig = await startRig();
  const browser = new Browser();
  const first = await start(rig);
  const page = (await browser.go(first.url)).location;
  const callback = (
    await browser.go((await browser.go(page, { username: 'demo', password: 'demo' })).location)
  ).location;
  const tokens = await client.authorizationCodeGrant(first.config, new URL(callback), first.checks);

  expect((await browser.go((await start(rig)).url)).location).toMatch(
    /^http:\/\/127\.0\.0\.1:51234\/callback\?code=/,
  );
  const form = formOf({ client_id: 'kelvin-client', refresh_token: tokens.refresh_token ?? '' });
  await call(`${rig.origin}/auth/realms/kelvin/logout`, { method: 'POST', ...form });
  const again = await browser.go((await start(rig)).url);
  expect(again.location).toContain('/sign-in/');
  const done = await browser.go(
    (await browser.go(again.location, { username: 'demo', password: 'demo' })).location,
  );
  expect(done.location).toMatch(/^http:\/\/127\.0\.0\.1:51234\/callback\?code=/);
});

it('redirects to loopback addresses only', async () => {
  const rig = await startRig();
  for (const redirect_uri of [
    'http://elsewhere.example/',
    'https://127.0.0.1/',
    'http://127.0.0.1.example/',
    'http://u@127.0.0.1/',
  ]) {
    const reply = await new Browser().go((await start(rig, { redirect_uri })).url);
    expect([redirect_uri, reply.status, reply.headers.location]).toEqual([redirect_uri, 400, undefined]);
  }
  for (const redirect_uri of ['http://localhost:38638', 'http://[::1]:9/any/path', 'http://127.0.0.1:1/']) {
    const reply = await new Browser().go((await start(rig, { redirect_uri })).url);
    expect([redirect_uri, reply.status]).toEqual([redirect_uri, 303]);
  }
});

it('works without PKCE, as the first command line does, but not with the plain method', async () => {
  const rig = await startRig();
  const address = `${rig.origin}/auth/realms/kelvin/protocol/openid-connect/auth`;
  const bare = new URLSearchParams({
    client_id: 'kelvin-client',
    redirect_uri: 'http://localhost:38638',
    response_type: 'code',
    scope: 'openid',
  });
  expect((await new Browser().go(`${address}?${bare.toString()}`)).location).toContain('/sign-in/');
  bare.set('code_challenge', 'a'.repeat(43));
  bare.set('code_challenge_method', 'plain');
  expect((await new Browser().go(`${address}?${bare.toString()}`)).location).toContain(
    'error=invalid_request',
  );
});

it('tells a browser whose sign-in has ended what to do', async () => {
  const rig = await startRig();
  const reply = await new Browser().go(`${rig.origin}/auth/realms/kelvin/sign-in/unknown`);
  expect([reply.status, reply.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
  expect(reply.text).toContain('start again');
});

it('shows a page that loads and runs nothing and cannot be framed', async () => {
  const rig = await startRig();
  const browser = new Browser();
  const page = await browser.go((await browser.go((await start(rig)).url)).location);
  expect(page.headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'/,
  );
});
