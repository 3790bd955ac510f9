import type { AddressCheck } from '../../shared/environment.ts';
import { isLoopback } from '../system/network-destination.ts';
import { parseUrl } from '../system/parse-url.ts';

export type AddressProblem = Extract<AddressCheck, { kind: 'not-an-address' }>['problem'];

export type Address =
  | { readonly kind: 'address'; readonly origin: string; readonly host: string }
  | { readonly kind: 'not-an-address'; readonly problem: AddressProblem };

/**
 * What a person types or pastes as a platform's address → its origin: scheme, host and port, lower-case, in
 * punycode, without the path of the page it was copied from. A missing scheme means https. `http:` is accepted
 * for loopback alone, and only where the build allows it (development).
 */
export function parseAddress(text: string, allowHttpLoopback: boolean): Address {
  const trimmed = text.trim();
  if (trimmed === '') return problem('empty');
  // The URL parser would drop some of these without a word and make another address of the text.
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(trimmed)) return problem('malformed');
  const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (url === null) return problem('malformed');
  if (url.username !== '' || url.password !== '') return problem('has-credentials');
  if (url.protocol === 'http:' && allowHttpLoopback && isLoopback(url.hostname)) return address(url);
  if (url.protocol !== 'https:') return problem('not-https');
  // `https://12` is the IP address 0.0.0.12 to a URL parser; nobody who types it means that.
  if (url.hostname === '' || /^0\./.test(url.hostname)) return problem('malformed');
  return address(url);
}

/** Whether people can sign in there: a whole address, under the same rules as that of a platform. */
export function isIssuer(text: string, allowHttpLoopback: boolean): boolean {
  return parseUrl(text) !== null && parseAddress(text, allowHttpLoopback).kind === 'address';
}

function problem(kind: AddressProblem): Address {
  return { kind: 'not-an-address', problem: kind };
}

/** A name's last dot only says that it is complete; two spellings of one platform would be two environments. */
function address(url: URL): Address {
  const hostname = url.hostname.replace(/\.$/, '');
  const host = url.port === '' ? hostname : `${hostname}:${url.port}`;
  return { kind: 'address', origin: `${url.protocol}//${host}`, host };
}
