import { failure, type Answer } from '../answer.ts';
import type { Permission } from '../control/contract.ts';

/**
 * The platform's refusals in words. None of them ever quotes a value (the fault `echo-value` does that on
 * purpose).
 */

export const unauthenticated = (description: string): Answer =>
  failure(
    401,
    {
      name: 'unauthenticated',
      title: 'Sign in first',
      description,
      solution: 'Send a valid access token as Authorization: Bearer.',
    },
    { 'www-authenticate': 'Bearer realm="kelvin", error="invalid_token"' },
  );

export const notPermitted = (permission: Permission): Answer =>
  failure(403, {
    name: 'permission_denied',
    title: 'Permission denied',
    description: `This account does not have the permission ${permissionName(permission)}.`,
    solution: 'Ask an administrator of the platform for it.',
  });

export const invalid = (field: string, description: string): Answer =>
  failure(400, {
    name: 'validation_error',
    title: 'Invalid request',
    description,
    payload: [{ field, description }],
  });

export const tooLong = (maxValueBytes: number): Answer =>
  failure(413, {
    name: 'value_too_long',
    title: 'Value too long',
    description: `A value can have at most ${maxValueBytes} bytes.`,
    solution: 'Send a shorter value.',
  });

export const alreadyExists = (name: string): Answer =>
  failure(409, {
    name: 'secret_already_exists',
    title: 'Secret already exists',
    description: `A secret with the name '${name}' already exists.`,
    solution: 'Choose another name, or update the existing secret.',
  });

export const notFound = (name: string): Answer =>
  failure(404, {
    name: 'secret_not_found',
    title: 'Secret not found',
    description: `There is no secret with the name '${name}'.`,
    solution: 'List the secrets to see their names.',
  });

export function permissionName(permission: Permission): string {
  return `kelvin.permission.secret.${permission}`;
}
