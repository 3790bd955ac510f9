import { parseUrl } from '../system/parse-url.ts';

/**
 * Whether two addresses name one issuer. OpenID compares letter by letter; but a slash more or an encoded letter leads
 * to the same server, so they do not make another issuer of it where the question is whose credentials it gets.
 */
export function isSameIssuer(one: string, other: string): boolean {
  return one === other || nameOf(one) === nameOf(other);
}

function nameOf(issuer: string): string {
  const url = parseUrl(issuer);
  if (url === null) return issuer;
  return `${url.origin}${decoded(url.pathname).replace(/\/+/g, '/').replace(/\/$/, '')}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
