/** An identity as the platform writes it: `krn:<kind>:<rest>`, or opaque text. */
const krn = /^krn:(?<kind>[a-z0-9-]+):(?<rest>.+)$/i;

/**
 * Who somebody is, short enough for a column: "You", the part of an e-mail before the @, a service account's or
 * workload's own name. The full identity belongs into the tooltip. Null (the platform did not say) is a dash.
 */
export function person(identity: string | null, me: readonly string[]): string {
  if (identity === null || identity === '') return '–';
  if (isMe(identity, me)) return 'You';
  return shortIdentity(identity);
}

/** True where the identity is one of the names that mean the person who is signed in. */
export function isMe(identity: string | null, me: readonly string[]): boolean {
  return identity !== null && me.includes(identity);
}

/** The identity without "You": "joao.pires", "edge-cluster-2". Unknown shapes are shown as they are. */
export function shortIdentity(identity: string): string {
  const parts = krn.exec(identity)?.groups;
  if (parts === undefined) return shortAccount(identity);
  const rest = parts['rest'] ?? identity;
  switch (parts['kind']) {
    case 'user':
      return shortAccount(rest);
    case 'srv-acc':
      return rest;
    case 'system':
      return `${rest} (the platform)`;
    default:
      return rest;
  }
}

/** An account as it is known: what stands before the @ of an e-mail address. */
export function shortAccount(account: string): string {
  const at = account.indexOf('@');
  return at > 0 ? account.slice(0, at) : account;
}

/** The identity in full, without the `krn:` prefix that says nothing to a person. */
export function fullIdentity(identity: string | null): string {
  if (identity === null) return 'The platform did not say who';
  const parts = krn.exec(identity)?.groups;
  const rest = parts?.['rest'];
  if (parts === undefined || rest === undefined) return identity;
  switch (parts['kind']) {
    case 'user':
      return rest;
    case 'srv-acc':
      return `${rest} (service account)`;
    case 'wlappv':
      return `${rest} (workload)`;
    case 'job':
      return `${rest} (job)`;
    default:
      return identity;
  }
}
