import type { AddressCheck } from '../../shared/environment.ts';
import { addressCheckId } from '../environments/environments.ts';
import type { Environments } from '../environments/environments.ts';
import type { Platform } from './platform.ts';

/** Looks at an address before it becomes an environment: is a Kelvin platform there, and where do people sign in? */
export async function checkAddress(
  environments: Environments,
  platform: Pick<Platform, 'metadata'>,
  text: string,
): Promise<AddressCheck> {
  const address = environments.parse(text);
  if (address.kind === 'not-an-address') return address;
  const { origin, host } = address;
  const known = environments.withOrigin(origin);
  if (known !== null) return { kind: 'already-there', environmentId: known.id, label: known.label };
  const other = environments.signsInAt(origin);
  if (other !== null) return { kind: 'issuer-of-another', origin, host, label: other.label };
  const found = await environments.whileChecking(origin, () => platform.metadata(addressCheckId, origin));
  switch (found.kind) {
    case 'metadata': {
      const owner = environments.issuerOfAnother(origin, found.issuer);
      if (owner !== null) return { kind: 'issuer-of-another', origin, host, label: owner.label };
      const issuerIsElsewhere = new URL(found.issuer).origin !== origin;
      return { kind: 'kelvin', origin, host, issuer: found.issuer, issuerIsElsewhere };
    }
    case 'not-kelvin':
      return { kind: 'not-kelvin', origin, host };
    case 'no-answer': {
      const { reason: because, certificate } = found;
      return { kind: 'unchecked', origin, host, because, ...(certificate === undefined ? {} : { certificate }) };
    }
  }
}
