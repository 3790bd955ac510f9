import { nobody } from './account-routes.ts';
import { hmacSchema, secretUpdateSchema, secretWriteSchema } from './contract.ts';
import { taking, type Run } from './parts.ts';
import { refuse } from './refusal.ts';

/** Who works behind a client's back when nobody is named. */
const COLLEAGUE = 'colleague';

export const createSecret = taking(
  secretWriteSchema,
  ({ accounts, secrets }, { name, value, as = COLLEAGUE }) => {
    const by = accounts.byLogin(as);
    if (by === undefined) return nobody(as);
    if (secrets.has(name)) return refuse(409, 'There is a secret with this name already.');
    return secrets.create(name, value, by.krn);
  },
);

export const updateSecret = taking(
  secretUpdateSchema,
  ({ accounts, secrets }, { value, as = COLLEAGUE }, { argument }) => {
    const by = accounts.byLogin(as);
    if (by === undefined) return nobody(as);
    if (!secrets.has(argument)) return refuse(404, 'There is no secret with this name.');
    return secrets.update(argument, value, by.krn);
  },
);

export const deleteSecret: Run = async ({ secrets }, { argument }) => {
  if (!secrets.has(argument)) return refuse(404, 'There is no secret with this name.');
  await secrets.delete(argument);
  return { deleted: true };
};

export const fingerprintOf = taking(hmacSchema, ({ fingerprint }, asked) => ({
  hmac: fingerprint.of('value' in asked ? asked.value : Buffer.from(asked.base64, 'base64')),
}));
